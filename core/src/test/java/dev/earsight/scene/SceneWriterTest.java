package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneWriterTest {
    private static final ThingSource THINGS = new ProceduralThings();
    private static final SceneConfig SMALL =
            SceneConfig.defaults().with().clipSeconds(1).size(96, 64).seed(21).build();

    @TempDir
    private Path folder;

    @Test
    void writesPairsAndKeepsThoseThatAreComplete() throws IOException {
        SceneWriter writer = new SceneWriter(new SceneGenerator(SMALL, THINGS), folder.resolve("clips"), 2);
        List<String> progress = new ArrayList<>();
        assertThat(writer.write(5, 4, (done, total) -> progress.add(done + "/" + total)))
                .isEqualTo(new SceneWriter.Result(4, 0));
        assertThat(progress).containsExactly("1/4", "2/4", "3/4", "4/4");
        try (Stream<Path> files = Files.list(folder.resolve("clips"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "scene-000005.json",
                            "scene-000005.mp4",
                            "scene-000006.json",
                            "scene-000006.mp4",
                            "scene-000007.json",
                            "scene-000007.mp4",
                            "scene-000008.json",
                            "scene-000008.mp4");
        }
        SceneTruth truth = SceneTruth.read(writer.truthOf(6));
        SceneTruth told = new SceneGenerator(SMALL, THINGS).generate(6).truth();
        assertThat(truth.video()).isEqualTo("scene-000006.mp4");
        assertThat(truth.objects()).isEqualTo(told.objects());

        // As after a kill: one video without its truth, one truth cut short, one video gone.
        Files.delete(writer.truthOf(5));
        Files.writeString(writer.truthOf(6), "{");
        Files.delete(writer.videoOf(7));
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(writer.videoOf(8), old);
        assertThat(writer.write(5, 4, (done, total) -> {})).isEqualTo(new SceneWriter.Result(3, 1));
        assertThat(Files.getLastModifiedTime(writer.videoOf(8))).isEqualTo(old);
        assertThat(SceneTruth.read(writer.truthOf(6))).isEqualTo(truth);
        assertThat(writer.videoOf(7)).exists();
    }

    @Test
    void otherSettingsMakeTheClipAnew() {
        new SceneWriter(new SceneGenerator(SMALL, THINGS), folder, 1).write(0, 1, (done, total) -> {});
        SceneWriter other =
                new SceneWriter(new SceneGenerator(SMALL.with().seed(22).build(), THINGS), folder, 1);
        assertThat(other.write(0, 1, (done, total) -> {})).isEqualTo(new SceneWriter.Result(1, 0));
        assertThat(SceneTruth.read(other.truthOf(0)).seed()).contains(22L);
    }

    @Test
    void soundAndFramesInTheFileAreTheScenes() {
        SceneConfig lossless = SMALL.with().format(VideoFormat.MKV_FFV1_FLAC).build();
        SceneGenerator generator = new SceneGenerator(lossless, THINGS);
        SceneWriter writer = new SceneWriter(generator, folder, 1);
        writer.write(2, 1, (done, total) -> {});
        assertThat(writer.videoOf(2).getFileName()).hasToString("scene-000002.mkv");
        Sound expected = generator.generate(2).sound();
        try (AudioReader reader = AudioReader.open(writer.videoOf(2))) {
            float[] read = reader.readAll(10).samples();
            assertThat(read).hasSize(48000);
            for (int i = 0; i < read.length; i++) {
                assertThat(Math.abs(read[i] - expected.samples()[i])).isLessThan(1e-4f);
            }
        }
        Scene scene = generator.generate(2);
        try (FrameReader reader = FrameReader.open(writer.videoOf(2), FrameSize.nativeSize())) {
            for (int k = 0; k < scene.frameCount(); k++) {
                assertThat(reader.next().orElseThrow().image().rgb())
                        .isEqualTo(scene.frame(k).rgb());
            }
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void whatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "in the way");
        SceneWriter writer = new SceneWriter(new SceneGenerator(SMALL, THINGS), file, 1);
        assertThatThrownBy(() -> writer.write(0, 1, (done, total) -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("a-file");
        SceneConfig soundOnly = SMALL.with().format(VideoFormat.FLAC).build();
        assertThatThrownBy(() -> new SceneWriter(new SceneGenerator(soundOnly, THINGS), folder, 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("FLAC");
    }

    @Test
    void aFailureOnTheWayLeavesNoHalfPair() throws IOException {
        ThingSource failing = new FailingThings();
        SceneConfig config = SMALL.with()
                .objects(0, 2)
                .silentOnlyProbability(1)
                .nothingVisibleProbability(1)
                .build();
        SceneWriter writer = new SceneWriter(new SceneGenerator(config, failing), folder, 2);
        assertThatThrownBy(() -> writer.write(0, 3, (done, total) -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("worn out");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** Things that look well but cannot be heard. */
    private static final class FailingThings implements ThingSource {
        @Override
        public List<String> soundingClasses() {
            return THINGS.soundingClasses();
        }

        @Override
        public List<String> silentClasses() {
            return THINGS.silentClasses();
        }

        @Override
        public Look look(String className, java.util.random.RandomGenerator random) {
            return THINGS.look(className, random);
        }

        @Override
        public float[] sound(String className, int sampleCount, java.util.random.RandomGenerator random) {
            throw new EarsightException("The tape of " + className + " is worn out.");
        }

        @Override
        public java.util.Optional<Backdrop> backdrop(java.util.random.RandomGenerator random) {
            return java.util.Optional.empty();
        }

        @Override
        public double largestTurn() {
            return 0;
        }

        @Override
        public String fingerprint() {
            return "failing";
        }
    }
}
