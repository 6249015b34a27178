package dev.earsight.cli;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Commands run with their output kept, and files for them made by code. */
final class Made {
    private static final NetworkConfig TINY =
            new NetworkConfig(32, List.of(4, 4, 8, 8), 128, 8, false, NetworkConfig.Padding.ZERO);

    private Made() {}

    /** How a command ended. */
    record Run(int code, String out, String err) {}

    static Run run(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream keptOut = new ByteArrayOutputStream();
        ByteArrayOutputStream keptErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(keptOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(keptErr, true, StandardCharsets.UTF_8));
            int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
            return new Run(code, keptOut.toString(StandardCharsets.UTF_8), keptErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** An untrained network whose log-odds are {@code slope} times its evidence plus {@code offset}. */
    static Path network(Path file, Model model, double slope, double offset) {
        try (Network network = model.create(TINY, 7)) {
            network.calibrate(slope, offset);
            Checkpoint.write(file, model, TINY, network.parameters().all(), Map.of());
        }
        return file;
    }

    /** A video at 25 frames per second; no sound track where {@code soundSeconds} is negative. */
    static Path video(Path file, int frames, double soundSeconds) {
        VideoSettings settings = VideoSettings.of(VideoFormat.MP4_H264_AAC, 96, 64, 25);
        int samples = (int) (soundSeconds * Sound.SAMPLE_RATE_HZ);
        float[] tone = tone(Math.max(0, samples));
        try (VideoWriter writer = VideoWriter.create(file, soundSeconds < 0 ? settings.silent() : settings)) {
            for (int i = 0; i < Math.max(frames, samples / Sound.SAMPLES_PER_FRAME); i++) {
                if (i < frames) {
                    writer.write(picture(96, 64, i));
                }
                int from = i * Sound.SAMPLES_PER_FRAME;
                if (from < samples) {
                    writer.write(Arrays.copyOfRange(tone, from, Math.min(samples, from + Sound.SAMPLES_PER_FRAME)));
                }
            }
        }
        return file;
    }

    /** A bright block on shades, further right with the number. */
    static RgbImage picture(int width, int height, int number) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            boolean block = Math.abs(x - number % width) < width / 8;
            rgb[3 * i] = (byte) (block ? 230 : 40 + 100 * x / width);
            rgb[3 * i + 1] = (byte) (block ? 220 : 60 + 80 * (i / width) / height);
            rgb[3 * i + 2] = (byte) (block ? 60 : 120);
        }
        return new RgbImage(width, height, rgb);
    }

    static float[] tone(int samples) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / Sound.SAMPLE_RATE_HZ));
        }
        return tone;
    }
}
