package dev.earsight.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Media made by code for the tests, and the plainest way to read a whole file. */
final class MadeMedia {
    private MadeMedia() {}

    /** All pixels of one color. */
    static RgbImage flat(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, rgb);
    }

    /** A picture that says its number: exactly, where the codec is lossless. */
    static RgbImage numbered(int width, int height, int number) {
        return flat(width, height, number & 255, (number >> 8) * 16, 255 - (number & 255));
    }

    static int numberOf(RgbImage image) {
        return image.value(0, 0, 0) + (image.value(0, 0, 1) / 16 << 8);
    }

    /** Smooth shades with a bright block that moves with the number: no two frames alike, nothing a codec finds hard. */
    static RgbImage scene(int width, int height, int number) {
        byte[] rgb = new byte[3 * width * height];
        int left = number * 7 % Math.max(1, width - 24);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean block = x >= left && x < left + 24 && y > height / 3 && y < 2 * height / 3;
                int i = 3 * (y * width + x);
                rgb[i] = (byte) (block ? 230 : 40 + 100 * x / width);
                rgb[i + 1] = (byte) (block ? 220 : 60 + 80 * y / height);
                rgb[i + 2] = (byte) (block ? 60 : 120);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** Tones and a little noise, the same for the same seed; peak well below full scale. */
    static float[] music(int samples, int sampleRateHz, long seed) {
        Random random = new Random(seed);
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            double t = i / (double) sampleRateHz;
            sound[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * t)
                    + 0.2 * Math.sin(2 * Math.PI * (200 + 300 * t) * t)
                    + 0.01 * random.nextGaussian());
        }
        return sound;
    }

    static float[] sine(int samples, int sampleRateHz, double hertz, double amplitude) {
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / sampleRateHz));
        }
        return sound;
    }

    /** A video of {@code frames} scenes with music, written side by side. */
    static Path video(Path path, VideoSettings settings, int frames) {
        try (VideoWriter writer = VideoWriter.create(path, settings)) {
            double rate = settings.rateNumerator() / (double) settings.rateDenominator();
            int total = (int) Math.round(frames / rate * settings.soundRateHz());
            float[] music = music(total, settings.soundRateHz(), 1);
            int done = 0;
            for (int i = 0; i < frames; i++) {
                writer.write(scene(settings.width(), settings.height(), i));
                if (settings.soundChannels() > 0) {
                    int until = (int) Math.round((i + 1) / rate * settings.soundRateHz());
                    float[][] part = new float[settings.soundChannels()][];
                    for (int c = 0; c < part.length; c++) {
                        part[c] = Arrays.copyOfRange(music, done, until);
                    }
                    writer.write(part);
                    done = until;
                }
            }
        }
        return path;
    }

    static List<RgbImage> frames(Path path) {
        return frames(path, FrameSize.nativeSize());
    }

    static List<RgbImage> frames(Path path, FrameSize size) {
        List<RgbImage> frames = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(path, size)) {
            for (Optional<VideoFrame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                frames.add(frame.get().image());
            }
        }
        return frames;
    }

    static float[] sound(Path path) {
        return SoundFile.read(path).samples();
    }

    /** Place of the largest magnitude. */
    static int peak(float[] samples) {
        int peak = 0;
        for (int i = 1; i < samples.length; i++) {
            if (Math.abs(samples[i]) > Math.abs(samples[peak])) {
                peak = i;
            }
        }
        return peak;
    }

    static double meanDifference(RgbImage a, RgbImage b) {
        long sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 255) - (b.rgb()[i] & 255));
        }
        return sum / (double) a.rgb().length;
    }
}
