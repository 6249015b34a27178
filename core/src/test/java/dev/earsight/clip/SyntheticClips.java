package dev.earsight.clip;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Clips made in memory for tests, the same for the same arguments: each shows one shape (its class says which shape and
 * color) drifting over a noisy background, and plays its class's tone with a random level, phase and slow beat. Names say the
 * class: {@code class3/clip0007.mp4}.
 */
public final class SyntheticClips implements ClipLibrary {
    private static final int[][] COLORS = {
        {230, 40, 40}, {40, 200, 60}, {50, 80, 240}, {240, 220, 40}, {200, 60, 220}, {40, 220, 220}
    };

    @SuppressWarnings("ArrayRecordComponent") // test data, never compared
    private record Clip(int kind, RgbImage[] frames, int[][] boxes, float[] samples) {}

    private final List<Clip> clips = new ArrayList<>();

    /** {@code count} clips of {@code classes} kinds in turn (at most 6), {@code side} pixels square, {@code seconds} long. */
    public SyntheticClips(int count, int classes, int side, double seconds, long seed) {
        for (int i = 0; i < count; i++) {
            clips.add(make(i % classes, side, seconds, new SplittableRandom(seed * 1_000_003L + i)));
        }
    }

    private static Clip make(int kind, int side, double seconds, SplittableRandom random) {
        int frames = (int) Math.floor(seconds * 25);
        RgbImage[] pictures = new RgbImage[frames];
        int[][] boxes = new int[frames][];
        int size = side / 4 + random.nextInt(side / 8 + 1);
        double x = random.nextDouble(side - size);
        double y = random.nextDouble(side - size);
        double stepX = random.nextDouble(-0.5, 0.5);
        double stepY = random.nextDouble(-0.5, 0.5);
        int ground = 60 + random.nextInt(100);
        for (int k = 0; k < frames; k++) {
            int left = (int) Math.clamp(x + k * stepX, 0, side - size);
            int top = (int) Math.clamp(y + k * stepY, 0, side - size);
            boxes[k] = new int[] {left, top, size, size};
            pictures[k] = draw(kind, side, left, top, size, ground, random);
        }
        return new Clip(kind, pictures, boxes, tone(kind, (int) Math.round(seconds * Sound.SAMPLE_RATE_HZ), random));
    }

    private static RgbImage draw(int kind, int side, int left, int top, int size, int ground, SplittableRandom random) {
        byte[] rgb = new byte[3 * side * side];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (ground + random.nextInt(20));
        }
        for (int v = 0; v < size; v++) {
            for (int u = 0; u < size; u++) {
                double dx = 2.0 * u / size - 1;
                double dy = 2.0 * v / size - 1;
                boolean inside = switch (kind % 3) {
                    case 0 -> dx * dx + dy * dy <= 1;
                    case 1 -> true;
                    default -> Math.abs(dx) <= (dy + 1) / 2;
                };
                if (inside) {
                    for (int c = 0; c < 3; c++) {
                        rgb[3 * ((top + v) * side + left + u) + c] = (byte) COLORS[kind][c];
                    }
                }
            }
        }
        return new RgbImage(side, side, rgb);
    }

    private static float[] tone(int kind, int count, SplittableRandom random) {
        float[] samples = new float[count];
        double pitchHz = 300 * Math.pow(1.9, kind) * random.nextDouble(0.97, 1.03);
        double level = random.nextDouble(0.1, 0.4);
        double phase = random.nextDouble(2 * Math.PI);
        double beatHz = random.nextDouble(1, 4);
        for (int i = 0; i < count; i++) {
            double t = i / (double) Sound.SAMPLE_RATE_HZ;
            double beat = 1 + 0.3 * Math.sin(2 * Math.PI * beatHz * t);
            samples[i] = (float)
                    (level * beat * Math.sin(2 * Math.PI * pitchHz * t + phase) + 0.005 * random.nextDouble(-1, 1));
        }
        return samples;
    }

    /** The class of a clip, from 0. */
    public int kind(int clip) {
        return clips.get(clip).kind;
    }

    /** Left, top, width and height in pixels of the shape in a frame. */
    public int[] box(int clip, int frameIndex) {
        return clips.get(clip).boxes[frameIndex].clone();
    }

    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public String name(int clip) {
        return "class%d/clip%04d.mp4".formatted(kind(clip), clip);
    }

    @Override
    public int frameCount(int clip) {
        return clips.get(clip).frames.length;
    }

    @Override
    public long sampleCount(int clip) {
        return clips.get(clip).samples.length;
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        return clips.get(clip).frames[frameIndex];
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        return new Sound(clips.get(clip).samples)
                .slice(startSample, sampleCount)
                .samples();
    }

    @Override
    public Optional<String> truthJson(int clip) {
        return Optional.empty();
    }
}
