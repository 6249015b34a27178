package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.embed.MomentReader;
import dev.earsight.media.DecodeOptions;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a network that answers log-odds of 2 everywhere: what matters here is which moments are asked and drawn. */
class VideoLocalizerTest {
    @TempDir
    Path folder;

    @Test
    void soundThatEndsEarlyLeavesMomentsWithoutAnswer() {
        Path out = folder.resolve("out.mp4");
        List<VideoLocalizer.Timed> answers = localize(video(50, 25, 65, 49), 10, out);

        assertThat(answers).extracting(VideoLocalizer.Timed::seconds).containsExactly(0.0, 0.4, 0.8, 1.2, 1.6);
        assertThat(answers)
                .extracting(timed -> timed.answer().isPresent())
                .containsExactly(true, true, true, true, false);
        assertThat(answers.getFirst().answer().orElseThrow().probability())
                .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
        MediaInfo written = MediaInfo.probe(out);
        assertThat(written.width()).as("odd sizes are made even").isEqualTo(64);
        assertThat(written.height()).isEqualTo(48);
        assertThat(written.durationSeconds()).isCloseTo(2, within(0.05));
        assertThat(SoundFile.read(out).durationSeconds()).isCloseTo(1, within(0.05));
    }

    @Test
    void soundThatOutlastsThePicturesIsKept() {
        Path out = folder.resolve("out.mp4");
        List<VideoLocalizer.Timed> answers = localize(video(10, 50, 64, 48), 1, out);

        assertThat(answers).hasSize(10).allMatch(timed -> timed.answer().isPresent());
        assertThat(SoundFile.read(out).durationSeconds()).isCloseTo(2, within(0.05));
    }

    @Test
    void answersAreTheSameWithAndWithoutAnOverlayOfAnySize() {
        Path video = video(30, 30, 120, 90);
        List<List<VideoLocalizer.Timed>> all = new ArrayList<>();
        try (TrainedNetwork network = trained(1, 0)) {
            Localizer localizer = new Localizer(network);
            for (int shortSide : new int[] {0, 90, 40}) {
                List<VideoLocalizer.Timed> answers = new ArrayList<>();
                new VideoLocalizer(localizer, OverlayStyle.plain(), 7, Math.max(1, shortSide), 0)
                        .localize(
                                video,
                                shortSide == 0 ? Optional.empty() : Optional.of(folder.resolve(shortSide + ".mp4")),
                                answers::add);
                all.add(answers);
            }
        }
        assertThat(all.getFirst())
                .extracting(VideoLocalizer.Timed::seconds)
                .containsExactly(0.0, 0.28, 0.56, 0.84, 1.12);
        float[] first = all.getFirst().getFirst().answer().orElseThrow().map().scores();
        assertThat(all.getFirst().getLast().answer().orElseThrow().map().scores())
                .as("the picture matters")
                .isNotEqualTo(first);
        for (List<VideoLocalizer.Timed> answers : all.subList(1, 3)) {
            assertThat(answers).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(answers.get(i).seconds())
                        .isEqualTo(all.getFirst().get(i).seconds());
                assertThat(answers.get(i).answer().orElseThrow().map().scores())
                        .isEqualTo(all.getFirst()
                                .get(i)
                                .answer()
                                .orElseThrow()
                                .map()
                                .scores());
            }
        }
    }

    @Test
    void aFailureLeavesNoOverlay() {
        Path out = folder.resolve("out.mp4");
        Path video = video(10, 10, 64, 48);
        assertThatThrownBy(() -> localizing(video, 1, out, timed -> {
                    throw new IllegalStateException("stopped by the listener");
                }))
                .hasMessage("stopped by the listener");
        assertThat(out).doesNotExist();
        assertThat(folder.toFile().list((_, name) -> name.contains(".part"))).isEmpty();
    }

    /** A steady input has the same answers smoothed; otherwise they lie between what came before and what is there. */
    @Test
    void smoothedAnswersFollowSlowly() {
        Path video = video(40, 40, 64, 48);
        List<List<Double>> all = new ArrayList<>();
        try (TrainedNetwork network = trained(30, -20)) {
            for (double seconds : new double[] {0, 0.5}) {
                List<Double> found = new ArrayList<>();
                new VideoLocalizer(new Localizer(network), OverlayStyle.plain(), 5, 480, seconds)
                        .localize(video, Optional.empty(), timed -> found.add(logOdds(timed)));
                all.add(found);
            }
        }
        double mean = all.get(0).getFirst();
        double share = 1 - Math.exp(-5 / 25.0 / 0.5);
        for (int i = 0; i < all.get(0).size(); i++) {
            mean += i == 0 ? 0 : share * (all.get(0).get(i) - mean);
            assertThat(all.get(1).get(i)).isCloseTo(mean, within(1e-2));
        }
        assertThat(all.get(1)).isNotEqualTo(all.get(0));
    }

    @Test
    void aPartOfAVideoIsAskedAboutAndDrawn() {
        Path video = video(50, 50, 64, 48);
        Path out = folder.resolve("out.mp4");
        List<VideoLocalizer.Timed> answers = new ArrayList<>();
        try (TrainedNetwork network = trained(0, 2)) {
            new VideoLocalizer(new Localizer(network), OverlayStyle.plain(), 10, 480, 0)
                    .localize(MomentReader.Source.of(video), new Stretch(0.8, 1.6), Optional.of(out), answers::add);
        }
        assertThat(answers).extracting(VideoLocalizer.Timed::seconds).containsExactly(0.8, 1.2);
        assertThat(MediaInfo.probe(out).durationSeconds()).isCloseTo(0.8, within(0.1));
        assertThat(SoundFile.read(out).durationSeconds()).isCloseTo(0.8, within(0.05));
    }

    /** Pictures of one file, sound of another that ends early: the sound asked about is the other's. */
    @Test
    void soundMayComeFromAnotherFile() {
        Path pictures = video(50, 50, 64, 48);
        Path sound = folder.resolve("other.wav");
        SoundFile.writeWav(sound, SoundFile.read(pictures).slice(0, 12_000));
        List<VideoLocalizer.Timed> answers = new ArrayList<>();
        try (TrainedNetwork network = trained(0, 2)) {
            new VideoLocalizer(new Localizer(network), OverlayStyle.plain(), 25, 480, 0)
                    .localize(
                            new MomentReader.Source(pictures, sound, DecodeOptions.DEFAULT),
                            Stretch.WHOLE,
                            Optional.empty(),
                            answers::add);
        }
        assertThat(answers).extracting(timed -> timed.answer().isPresent()).containsExactly(true, false);
    }

    private static double logOdds(VideoLocalizer.Timed timed) {
        double probability = timed.answer().orElseThrow().probability();
        return Math.log(probability / (1 - probability));
    }

    private List<VideoLocalizer.Timed> localize(Path video, int everyFrames, Path out) {
        List<VideoLocalizer.Timed> answers = new ArrayList<>();
        localizing(video, everyFrames, out, answers::add);
        return answers;
    }

    private void localizing(
            Path video, int everyFrames, Path out, java.util.function.Consumer<VideoLocalizer.Timed> found) {
        try (TrainedNetwork network = trained(0, 2)) {
            new VideoLocalizer(new Localizer(network), OverlayStyle.plain(), everyFrames, 480, 0)
                    .localize(video, Optional.of(out), found);
        }
    }

    private TrainedNetwork trained(double slope, double offset) {
        Path checkpoint = folder.resolve("net.safetensors");
        NetworkConfig tiny = new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 8, false, NetworkConfig.Padding.ZERO);
        try (Network network = Model.AVOL.create(tiny, 1)) {
            network.calibrate(slope, offset);
            Checkpoint.write(checkpoint, Model.AVOL, tiny, network.parameters().all(), Map.of());
        }
        return TrainedNetwork.load(checkpoint);
    }

    /** Stripes that move; sound for so many frames. */
    private Path video(int frames, int soundFrames, int width, int height) {
        Path file = folder.resolve("in.mkv");
        VideoSettings settings = VideoSettings.of(VideoFormat.MKV_FFV1_FLAC, width, height, 25);
        try (VideoWriter writer = VideoWriter.create(file, settings)) {
            for (int i = 0; i < Math.max(frames, soundFrames); i++) {
                if (i < frames) {
                    byte[] rgb = new byte[3 * width * height];
                    for (int j = 0; j < rgb.length; j++) {
                        rgb[j] = (byte) (j / 3 % width + i);
                    }
                    writer.write(new RgbImage(width, height, rgb));
                }
                if (i < soundFrames) {
                    float[] samples = new float[1920];
                    for (int j = 0; j < samples.length; j++) {
                        samples[j] = (float) (0.2 * Math.sin(j * Math.PI / 24));
                    }
                    writer.write(samples);
                }
            }
        }
        return file;
    }
}
