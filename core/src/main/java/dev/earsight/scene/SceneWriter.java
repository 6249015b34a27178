package dev.earsight.scene;

import dev.earsight.EarsightException;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Writes scenes into a folder: {@code NAME.mp4} (or whatever the format says) and {@code NAME.json} beside it.
 *
 * <p>Each file appears whole or not at all, the truth after its video: where there is a truth there is a whole video. The
 * same run started again goes on where it was; clips made with other settings are made anew.
 */
public final class SceneWriter {
    private final SceneGenerator generator;
    private final Path folder;
    private final int threads;
    private final Optional<MultichannelRecorder> recorder;

    /**
     * A writer into {@code folder} (made when it is missing) that works on {@code threads} clips at once.
     *
     * @throws EarsightException when the configured format has no pictures
     */
    public SceneWriter(SceneGenerator generator, Path folder, int threads) {
        this(generator, folder, threads, Optional.empty());
    }

    /**
     * A writer of scenes recorded by several microphones, where there is a {@code recorder}: lossless sound is wanted then, since codecs
     * do not keep the delays between channels.
     *
     * @throws EarsightException when the configured format has no pictures, or several channels would lose by it
     */
    public SceneWriter(SceneGenerator generator, Path folder, int threads, Optional<MultichannelRecorder> recorder) {
        this.generator = generator;
        this.folder = folder;
        this.threads = Math.max(1, threads);
        this.recorder = recorder;
        if (recorder.isPresent() && generator.config().format() != VideoFormat.MOV_MJPEG_PCM) {
            throw new EarsightException("Several channels need sound that is stored as it is; choose the format mov.");
        }
        if (recorder.isPresent() && generator.config().playing().kit()) {
            throw new EarsightException(
                    "A drum kit is heard as one sound, not part by part, so microphones cannot tell its parts apart; choose another playing.");
        }
        extension(generator.config().format());
    }

    /**
     * What was done.
     *
     * @param written clips made in this run
     * @param kept clips that were there
     */
    public record Result(int written, int kept) {}

    /**
     * Writes scenes {@code first} to {@code first + count - 1}.
     *
     * @throws EarsightException when the folder cannot be written to, or the thread is interrupted; what is written stays
     */
    public Result write(long first, int count, SceneProgress progress) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        String hash = recorder.map(each -> Fingerprint.of(generator.hash() + "|" + each.fingerprint()))
                .orElseGet(generator::hash);
        int[] tally = new int[2];
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("scene-writer-", 0).daemon().factory());
        try {
            var running = IntStream.range(0, count)
                    .<Future<?>>mapToObj(i -> workers.submit(() -> {
                        if (stopped.get()) {
                            return;
                        }
                        boolean kept = isThere(first + i, hash);
                        if (!kept) {
                            write(generator.generate(first + i), hash);
                        }
                        synchronized (tally) {
                            tally[kept ? 1 : 0]++;
                            progress.written(tally[0] + tally[1], count);
                        }
                    }))
                    .toList();
            for (Future<?> clip : running) {
                clip.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EarsightException told
                    ? told
                    : new EarsightException("A scene could not be written to " + folder + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Interrupted; the same command goes on where it was.", e);
        } finally {
            stopped.set(true);
            workers.close(); // waits for the clips under way, so that nothing half-written stays behind
        }
        return new Result(tally[0], tally[1]);
    }

    /** Where the video of scene {@code index} is or would be. */
    public Path videoOf(long index) {
        return folder.resolve(Scene.name(index) + extension(generator.config().format()));
    }

    /** Where the truth of scene {@code index} is or would be. */
    public Path truthOf(long index) {
        return folder.resolve(Scene.name(index) + ".json");
    }

    private boolean isThere(long index, String hash) {
        Path truth = truthOf(index);
        if (!Files.exists(truth) || !Files.exists(videoOf(index))) {
            return false;
        }
        try {
            return SceneTruth.read(truth).configHash().filter(hash::equals).isPresent();
        } catch (EarsightException e) {
            return false; // some other file of that name: it is replaced
        }
    }

    private void write(Scene scene, String hash) {
        Path video = videoOf(scene.index());
        Path truth = truthOf(scene.index());
        SceneConfig config = generator.config();
        try {
            Files.deleteIfExists(truth);
            MultichannelRecorder.Recorded recorded =
                    recorder.map(scene::recorded).orElseGet(() -> mono(scene));
            VideoSettings settings = VideoSettings.of(
                            config.format(), config.width(), config.height(), config.framesPerSecond())
                    .withSound(recorded.channels().length, Sound.SAMPLE_RATE_HZ);
            try (VideoWriter writer = VideoWriter.create(video, settings)) {
                writeTracks(writer, scene, recorded.channels());
            }
            Path unfinished = truth.resolveSibling("." + truth.getFileName() + ".part");
            String fileName = String.valueOf(video.getFileName());
            Files.writeString(
                    unfinished,
                    recorded.truth().withVideo(fileName).withConfigHash(hash).toJson());
            Files.move(unfinished, truth, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(truth, e);
        }
    }

    private static MultichannelRecorder.Recorded mono(Scene scene) {
        return new MultichannelRecorder.Recorded(new float[][] {scene.sound().samples()}, scene.truth());
    }

    /** Frame by frame, each with the sound up to the next one. */
    private static void writeTracks(VideoWriter writer, Scene scene, float[][] channels) {
        try {
            int samples = channels[0].length;
            int frames = scene.frameCount();
            int done = 0;
            for (int k = 0; k < frames; k++) {
                writer.write(scene.frame(k));
                int end = (int) ((long) samples * (k + 1) / frames);
                int from = done;
                writer.write(Arrays.stream(channels)
                        .map(channel -> Arrays.copyOfRange(channel, from, end))
                        .toArray(float[][]::new));
                done = end;
            }
        } catch (RuntimeException e) {
            writer.discard();
            throw e;
        }
    }

    private static String extension(VideoFormat format) {
        return switch (format) {
            case MP4_H264_AAC, MP4_MPEG4_AAC -> ".mp4";
            case WEBM_VP9_OPUS -> ".webm";
            case AVI_MPEG4_MP3 -> ".avi";
            case MOV_MJPEG_PCM -> ".mov";
            case MKV_FFV1_FLAC, MKV_H264_AAC -> ".mkv";
            case TS_MPEG2_AAC -> ".ts";
            default -> throw new EarsightException(format + " holds no pictures; choose a video format for scenes.");
        };
    }

    private static EarsightException cannotWrite(Path path, IOException e) {
        return new EarsightException(
                path + " cannot be written (" + e.getMessage() + "); check the folder and the free space.", e);
    }
}
