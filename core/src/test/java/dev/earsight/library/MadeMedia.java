package dev.earsight.library;

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
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import dev.earsight.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/** Files to index, made by code, each unlike the others, and an untrained network: it tells files apart, which is all it takes. */
final class MadeMedia {
    private MadeMedia() {}

    static Path network(Path file, long seed) {
        return network(file, Model.AVE, seed);
    }

    static Path network(Path file, Model model, long seed) {
        NetworkConfig tiny = new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 8, false, NetworkConfig.Padding.ZERO);
        try (Network network = model.create(tiny, seed)) {
            Checkpoint.write(file, model, tiny, network.parameters().all(), Map.of());
        }
        return file;
    }

    static Path sound(Path file, double seconds, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        SoundFile.writeWav(file, new Sound(noise((int) (seconds * Sound.SAMPLE_RATE_HZ), seed)));
        return file;
    }

    private static float[] noise(int samples, long seed) {
        Random random = new Random(seed);
        double hertz = 200 + 3000 * random.nextDouble();
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            double level = 0.2 + 0.1 * (i / Sound.SAMPLE_RATE_HZ % 5);
            noise[i] = (float)
                    (level * Math.sin(2 * Math.PI * hertz * i / Sound.SAMPLE_RATE_HZ) + 0.05 * random.nextGaussian());
        }
        return noise;
    }

    static Path picture(Path file, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        ImageFile.writePng(image(seed), file);
        return file;
    }

    private static RgbImage image(long seed) {
        Random random = new Random(seed);
        int[] color = random.ints(6, 0, 256).toArray();
        byte[] rgb = new byte[3 * 64 * 48];
        for (int i = 0; i < 64 * 48; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) (i % 64 < 20 + Math.floorMod(seed, 30) ? color[c] : color[3 + c]);
            }
        }
        return new RgbImage(64, 48, rgb);
    }

    /** A video whose picture and sound are others every second. */
    static Path video(Path file, int seconds, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 48, 25))) {
            for (int second = 0; second < seconds; second++) {
                float[] heard = noise(Sound.SAMPLE_RATE_HZ, seed + 100 * second);
                for (int i = 0; i < 25; i++) {
                    writer.write(image(seed + 100 * second));
                    writer.write(
                            Arrays.copyOfRange(heard, i * Sound.SAMPLES_PER_FRAME, (i + 1) * Sound.SAMPLES_PER_FRAME));
                }
            }
        }
        return file;
    }

    /** Embeds in the test's own process and remembers which files. */
    static final class InProcess implements Indexing.Workers {
        final List<String> embedded = Collections.synchronizedList(new ArrayList<>());
        private final Path checkpoint;

        InProcess(Path checkpoint) {
            this.checkpoint = checkpoint;
        }

        @Override
        public Worker<EmbedJob, EmbedAnswer> start(IntConsumer progress) {
            EmbedTask task;
            try {
                task = new EmbedTask(checkpoint.toString(), EmbedderOpener.Still.class.getName());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            return new Worker<>() {
                @Override
                public EmbedAnswer answer(EmbedJob job) throws UnusableSourceException, IOException {
                    embedded.add(String.valueOf(Path.of(job.source()).getFileName()));
                    return task.answer(job, progress);
                }

                @Override
                public void close() {}
            };
        }
    }
}
