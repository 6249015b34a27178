package dev.earsight.serve;

import dev.earsight.media.ImageFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Untrained networks of a few channels, and media for them, made in a moment. */
final class ToyMedia {
    static final NetworkConfig CONFIG =
            new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 8, false, NetworkConfig.Padding.ZERO);

    private ToyMedia() {}

    static Path network(Path file, Model model) {
        try (Network network = model.create(CONFIG, 1)) {
            network.calibrate(model == Model.AVOL ? 0.1 : 1, model == Model.AVOL ? 2 : 0);
            Checkpoint.write(file, model, CONFIG, network.parameters().all(), Map.of("seed", "1"));
        }
        return file;
    }

    /** Stripes that move, and a tone. */
    static Path video(Path file, double seconds, VideoFormat format) {
        int frames = (int) Math.round(seconds * 25);
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.of(format, 96, 64, 25))) {
            Sound tone = tone(seconds, 440);
            for (int i = 0; i < frames; i++) {
                writer.write(stripes(96, 64, i));
                writer.write(tone.slice((long) i * Sound.SAMPLES_PER_FRAME, Sound.SAMPLES_PER_FRAME));
            }
        }
        return file;
    }

    static Path picture(Path file) {
        ImageFile.writePng(stripes(60, 40, 7), file);
        return file;
    }

    static Path sound(Path file, double seconds) {
        SoundFile.writeWav(file, tone(seconds, 330));
        return file;
    }

    static RgbImage stripes(int width, int height, int shift) {
        byte[] rgb = new byte[3 * width * height];
        for (int j = 0; j < rgb.length; j++) {
            rgb[j] = (byte) (3 * (j / 3 % width + shift) + j / (3 * width));
        }
        return new RgbImage(width, height, rgb);
    }

    static Sound tone(double seconds, double hertz) {
        float[] samples = new float[(int) Math.round(seconds * Sound.SAMPLE_RATE_HZ)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / Sound.SAMPLE_RATE_HZ) * (1 + i / 48_000 % 3) / 3);
        }
        return new Sound(samples);
    }
}
