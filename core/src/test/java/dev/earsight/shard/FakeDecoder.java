package dev.earsight.shard;

import dev.earsight.media.RgbImage;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * "Decodes" a line of text such as {@code clip 50 96000 7}: 50 frames and 96,000 samples from seed 7; the words {@code hang},
 * {@code halt}, {@code corrupt} and {@code damaged} instead of {@code clip} misbehave as they say.
 */
final class FakeDecoder implements SourceDecoder {
    static final int WIDTH = 40;
    static final int HEIGHT = 24;

    /** What a worker of a test makes. */
    static final class Opener implements SourceDecoder.Opener {
        @Override
        public SourceDecoder open(Path file, int shortSidePixels) throws UnusableSourceException {
            try {
                String[] words = Files.readString(file).strip().split(" ");
                switch (words[0]) {
                    case "hang" -> Thread.sleep(600_000);
                    case "halt" -> Runtime.getRuntime().halt(139);
                    case "corrupt" -> throw new UnusableSourceException(SkipReason.CORRUPT, "no, \"really\", corrupt");
                    default -> {}
                }
                return new FakeDecoder(
                        words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Decodes in the test's own process. */
    static final class InProcess implements Worker<DecodeJob, SourceContent> {
        @Override
        public SourceContent answer(DecodeJob job) throws UnusableSourceException, IOException {
            return PartMaker.make(new Opener(), job, _ -> {});
        }

        @Override
        public void close() {}
    }

    private final String kind;
    private final int frames;
    private final int samples;
    private final long seed;
    private int framesDone;
    private int samplesDone;

    private FakeDecoder(String kind, int frames, int samples, long seed) {
        this.kind = kind;
        this.frames = frames;
        this.samples = samples;
        this.seed = seed;
    }

    static void write(Path file, String kind, int frames, int samples, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                String.join(" ", kind, "" + frames, "" + samples, "" + seed).getBytes(StandardCharsets.UTF_8));
    }

    static RgbImage frame(String kind, long seed, int index) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        Random random = new Random(seed * 31 + (kind.equals("still") ? 0 : index));
        int red = random.nextInt(200);
        int slope = random.nextInt(5);
        for (int y = 0, i = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                rgb[i++] = (byte) red;
                rgb[i++] = (byte) (slope * y);
                rgb[i++] = (byte) (3 * x);
            }
        }
        return new RgbImage(WIDTH, HEIGHT, rgb);
    }

    /** Sample {@code index}, a whole number of 16-bit steps, so that it comes back exactly. */
    static float sample(String kind, long seed, long index) {
        if (kind.equals("silent")) {
            return 0;
        }
        long mixed = (seed * 0x9E3779B97F4A7C15L + index) * 0xBF58476D1CE4E5B9L;
        return (short) (mixed >>> 40) / 32768f;
    }

    @Override
    public OptionalDouble declaredSeconds() {
        return OptionalDouble.of(kind.equals("cut") ? 60 : Math.max(frames / 25.0, samples / 48000.0));
    }

    @Override
    public int damagedPackets() {
        return 0;
    }

    @Override
    public Optional<RgbImage> nextFrame() throws UnusableSourceException {
        if (kind.equals("damaged") && framesDone == 60) {
            throw new UnusableSourceException(SkipReason.CORRUPT, "garbage");
        }
        return framesDone < frames ? Optional.of(frame(kind, seed, framesDone++)) : Optional.empty();
    }

    @Override
    public int readSound(float[] into, int offset, int count) {
        int read = Math.min(count, samples - samplesDone);
        for (int i = 0; i < read; i++) {
            into[offset + i] = sample(kind, seed, samplesDone++);
        }
        return read;
    }

    @Override
    public void close() {}
}
