package dev.earsight.spark;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Media drawn and played by code, and an untrained network. */
final class MadeMedia {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private MadeMedia() {}

    /** Files of one to two seconds, one of them twice, one with truth beside it, one that is no video. */
    static Path videos(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("more"));
        for (int i = 0; i < 5; i++) {
            video(folder.resolve(i < 3 ? "video" + i + ".mp4" : "more/video" + i + ".mp4"), 25 + 4 * i, i);
        }
        Files.copy(folder.resolve("video1.mp4"), folder.resolve("more/again.mp4"));
        Files.writeString(folder.resolve("video2.json"), "{\"made\": true}");
        Files.writeString(folder.resolve("more/broken.mp4"), "words, not a video\n".repeat(50));
        Files.createFile(folder.resolve("nothing.mp4"));
        return folder;
    }

    /** A bar that moves, and a tone. */
    private static void video(Path file, int frames, int seed) {
        try (VideoWriter writer =
                VideoWriter.create(file, VideoSettings.of(VideoFormat.MP4_H264_AAC, WIDTH, HEIGHT, 25))) {
            for (int frame = 0; frame < frames; frame++) {
                byte[] rgb = new byte[3 * WIDTH * HEIGHT];
                for (int i = 0; i < WIDTH * HEIGHT; i++) {
                    rgb[3 * i + seed % 3] = (byte) (Math.floorMod(i - frame, WIDTH) < 10 + seed ? 200 : 20 * seed);
                }
                writer.write(new RgbImage(WIDTH, HEIGHT, rgb));
                float[] tone = new float[Sound.SAMPLES_PER_FRAME];
                for (int i = 0; i < tone.length; i++) {
                    double seconds = (frame * (double) tone.length + i) / Sound.SAMPLE_RATE_HZ;
                    tone[i] = (float) (0.3 * Math.sin(2 * Math.PI * (300 + 150 * seed) * seconds));
                }
                writer.write(tone);
            }
        }
    }

    static Path network(Path file) {
        NetworkConfig tiny = new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 8, false, NetworkConfig.Padding.ZERO);
        try (Network network = Model.AVE.create(tiny, 1)) {
            Checkpoint.write(file, Model.AVE, tiny, network.parameters().all(), Map.of());
        }
        return file;
    }
}
