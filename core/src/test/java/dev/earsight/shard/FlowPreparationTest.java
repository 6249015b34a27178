package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow beside prepared data, with an estimator that only compares two numbers. */
class FlowPreparationTest {
    private static final FlowOptions OPTIONS = new FlowOptions("compare", 24);

    @TempDir
    Path temporary;

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The change of the red of the first pixel, in eighths, everywhere. */
    private static FlowField compare(RgbImage earlier, RgbImage later) {
        FlowField field = FlowField.zero(earlier.width(), earlier.height());
        Arrays.fill(field.dx(), (later.value(0, 0, 0) - earlier.value(0, 0, 0)) / 8f);
        return field;
    }

    private static FlowReport make(PreparedFolder folder, FlowOptions options, Consumer<String> faults) {
        return FlowPreparation.run(
                folder.videos(),
                folder.data(),
                options,
                () -> FlowPreparationTest::compare,
                2,
                (_, _) -> {},
                new FakeDecoder.Opener(),
                faults);
    }

    private PreparedFolder videos() throws IOException {
        return PreparedFolder.in(temporary)
                .video("a.mp4", "clip", 120, 230_400, 1) // clips of 50, 50 and, too short for one, 20 frames
                .video("b.mp4", "clip", 40, 76_800, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 5, 1})
    void eachKeptFrameHasTheFieldsThatFollowIt(int framesPerSecond) throws IOException {
        PreparedFolder folder = videos();
        KeepOptions keep = new KeepOptions(24, 95, framesPerSecond, 2, 3600);
        folder.prepare(folder.options().withKeep(keep), _ -> {});
        String hash = Manifest.read(folder.data()).dataHash();

        FlowReport report = make(folder, OPTIONS, _ -> {});

        assertThat(report.clips()).isEqualTo(3);
        assertThat(report.computed()).isEqualTo(report.fields());
        int seen = 0;
        try (PreparedData data = folder.open()) {
            assertThat(data.dataHash()).isEqualTo(hash);
            for (int clip = 0; clip < data.size(); clip++) {
                long seed = data.source(clip).equals("a.mp4") ? 1 : 2;
                for (int k = 0; k + 10 < data.frameCount(clip); k += data.frameStep(clip)) {
                    List<FlowField> stack = data.flow(clip, k, 10).fields();
                    assertThat(stack).hasSize(10);
                    for (int i = 0; i < 10; i++, seen++) {
                        int frame = data.startFrame(clip) + k + i;
                        FlowField truth = compare(
                                FakeDecoder.frame("clip", seed, frame), FakeDecoder.frame("clip", seed, frame + 1));
                        assertThat(stack.get(i).width()).isEqualTo(FakeDecoder.WIDTH);
                        float bound = Math.max(FlowCodec.LEAST_STEP, Math.abs(truth.dx()[0]) / 127) / 2;
                        assertThat(stack.get(i).dx()).containsExactly(truth.dx(), within(bound));
                    }
                }
                int last = data.frameCount(clip) - 10;
                int index = clip;
                assertThatThrownBy(
                                () -> data.flow(index, last - last % data.frameStep(index) + data.frameStep(index), 10))
                        .hasMessageContaining("No 10 fields");
            }
        }
        assertThat(seen).isEqualTo(framesPerSecond == 25 ? 1100 : framesPerSecond == 5 ? 220 : 60);
    }

    @Test
    void goesOnFromAnyMoment() throws IOException {
        PreparedFolder whole = videos();
        whole.prepare();
        copy(whole.data(), temporary.resolve("before"));
        AtomicInteger moments = new AtomicInteger();
        make(whole, OPTIONS, _ -> moments.incrementAndGet());
        assertThat(moments.get()).isGreaterThan(130);
        Map<String, String> expected = files(whole);
        for (int moment = 1; moment <= moments.get(); moment += moment < 20 || moment > moments.get() - 5 ? 1 : 17) {
            PreparedFolder cut = new PreparedFolder(whole.videos(), temporary.resolve("cut" + moment));
            copy(temporary.resolve("before"), cut.data());
            int end = moment;
            AtomicInteger counted = new AtomicInteger();
            assertThatThrownBy(() -> make(cut, OPTIONS, _ -> {
                        if (counted.incrementAndGet() >= end) {
                            throw new Ended();
                        }
                    }))
                    .isInstanceOf(Ended.class);
            try (PreparedData data = cut.open()) {
                assertThat(data.hasFlow(0, 0, 10))
                        .as("not while it is unfinished")
                        .isFalse();
            }
            try (Stream<Path> parts = Files.walk(cut.data().resolve("flow"))) {
                for (Path part :
                        parts.filter(file -> file.toString().endsWith(".part")).toList()) {
                    byte[] bytes = Files.readAllBytes(part);
                    if (moment % 2 == 0 && bytes.length > 16) {
                        bytes[bytes.length - 1] ^= 1; // the last field did not get to the disk
                        Files.write(part, bytes);
                    } else {
                        Files.write(part, new byte[] {0, 0, 1, 7, 9}, StandardOpenOption.APPEND); // half a field
                    }
                }
            }
            FlowReport report = make(cut, OPTIONS, _ -> {});
            assertThat(files(cut)).as("ended at moment " + moment).isEqualTo(expected);
            // What two workers had under way, up to a second each, is found again.
            assertThat(report.computed()).isLessThanOrEqualTo(report.fields() - moment + 1 + 2 * FlowWorkers.PAIRS);
        }
    }

    @Test
    void doesOnlyWhatIsNewAndDeletesWhatIsGone() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        FlowReport first = make(folder, OPTIONS, _ -> {});
        assertThat(make(folder, OPTIONS, _ -> {}).computed()).isZero();

        Files.delete(folder.videos().resolve("a.mp4"));
        folder.video("c.mp4", "clip", 30, 57_600, 3).prepare();
        try (PreparedData data = folder.open()) {
            assertThatThrownBy(() -> data.flow(1, 0, 10))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("no optical flow of c.mp4")
                    .hasMessageContaining("--flow compare");
        }
        FlowReport second = make(folder, OPTIONS, _ -> {});

        assertThat(first.fields()).isEqualTo(49 + 49 + 39);
        assertThat(second.computed()).isEqualTo(29);
        assertThat(second.fields()).isEqualTo(39 + 29);
        assertThat(files(folder)).hasSize(3); // two clips and the manifest
    }

    @Test
    void otherOptionsAreRefusedWithTheRemedy() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        make(folder, OPTIONS, _ -> {});
        assertThatThrownBy(() -> make(folder, new FlowOptions("other", 24), _ -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("was made with --flow compare --flow-size 24;")
                .hasMessageContaining("delete " + folder.data().resolve("flow"));
    }

    @Test
    void aLostManifestIsMadeAgainFromTheFilesOfItsOptionsOnly() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        FlowReport first = make(folder, OPTIONS, _ -> {});
        Map<String, String> before = files(folder);
        Path manifest = folder.data().resolve("flow").resolve(FlowManifest.FILE);

        Files.delete(manifest);
        assertThat(make(folder, OPTIONS, _ -> {}).computed()).isZero();
        assertThat(files(folder)).isEqualTo(before);
        Files.delete(manifest);
        assertThat(make(folder, new FlowOptions("other", 24), _ -> {}).computed())
                .isEqualTo(first.fields());
    }

    @Test
    void dataWithoutFlowSaysHowToAddIt() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        try (PreparedData data = folder.open()) {
            assertThat(data.hasFlow(0, 0, 10)).isFalse();
            assertThat(data.flowHash()).isEmpty();
            assertThatThrownBy(() -> data.flow(0, 0, 10))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("--flow dis");
        }
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        make(folder, OPTIONS, _ -> {});
        FlowManifest flow = FlowManifest.read(folder.data()).orElseThrow();
        for (FlowManifest.Clip clip : flow.clips()) {
            Path file = FlowManifest.file(folder.data(), clip.clip());
            byte[] bytes = Files.readAllBytes(file);
            bytes[30] ^= 1;
            Files.write(file, bytes);
        }
        try (PreparedData data = folder.open()) {
            assertThatThrownBy(() -> data.flow(0, 0, 10))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(".flow cannot be read (a checksum does not fit); delete it");
        }
    }

    @Test
    void cutsAreFoundCountedAndKeptOutOfPairs() throws IOException {
        PreparedFolder folder = PreparedFolder.in(temporary).video("a.mp4", "clip", 50, 96_000, 1);
        folder.prepare();
        // A slow scene, a cut before frame 20, a picture that flashes, and one that stays.
        FlowReport report = scripted(
                folder, k -> k < 20 ? shade(k, 3, 0) : k < 40 ? shade(k, 11, k == 30 ? 60 : 0) : shade(40, 11, 0));

        assertThat(report.cuts()).isEqualTo(1);
        assertThat(report.moments()).isEqualTo(40);
        assertThat(report.cutMoments()).isEqualTo(10);
        assertThat(report.summary()).contains("1 cuts, for which 10 of 40 moments are not used");
        try (PreparedData data = folder.open()) {
            for (int k = 0; k < 40; k++) {
                assertThat(data.hasFlow(0, k, 10)).as("moment " + k).isEqualTo(k < 10 || k >= 20);
            }
        }
    }

    @Test
    void clipsWithoutARoomForAStackAreNamed() throws IOException {
        PreparedFolder folder = PreparedFolder.in(temporary).video("a.mp4", "clip", 50, 96_000, 1);
        folder.prepare();
        FlowReport report = scripted(folder, k -> shade(k, 3 + 8 * (k / 5 % 2), 0));
        assertThat(report.cuts()).isEqualTo(9);
        assertThat(report.withoutMoment()).containsExactly("a.mp4");
        assertThat(report.cutMoments()).isEqualTo(report.moments());
    }

    @Test
    void aPictureThatStaysIsNotEstimatedAndDoesNotMove() throws IOException {
        PreparedFolder folder = PreparedFolder.in(temporary).video("a.mp4", "clip", 50, 96_000, 1);
        folder.prepare();
        RgbImage still = shade(0, 3, 0);
        FlowReport report = FlowPreparation.run(
                folder.videos(),
                folder.data(),
                OPTIONS,
                () -> (_, _) -> {
                    throw new AssertionError("asked though nothing changed");
                },
                1,
                (_, _) -> {},
                (_, _) -> new Script(_ -> still),
                _ -> {});
        assertThat(report.fields()).isEqualTo(49);
        try (PreparedData data = folder.open()) {
            assertThat(data.hasFlow(0, 5, 10)).isTrue();
            assertThat(data.flow(0, 5, 10).fields())
                    .allSatisfy(field -> assertThat(field.dx()).containsOnly(0f));
        }
    }

    @Test
    void aSourceThatCannotBeReadAgainIsToldAndTheOthersAreMade() throws IOException {
        PreparedFolder folder = videos();
        folder.prepare();
        FlowReport report = FlowPreparation.run(
                folder.videos(),
                folder.data(),
                OPTIONS,
                () -> FlowPreparationTest::compare,
                1,
                (_, _) -> {},
                (file, side) -> file.endsWith("a.mp4")
                        ? new Script(k -> k < 70 ? shade(k, 3, 0) : null)
                        : new FakeDecoder.Opener().open(file, side),
                _ -> {});
        assertThat(report.failed()).containsExactly("a.mp4: it ends earlier than when it was prepared");
        assertThat(report.clips()).isEqualTo(2); // the first of a, and b
        try (PreparedData data = folder.open()) {
            assertThat(data.hasFlow(0, 0, 10)).isTrue();
            assertThat(data.hasFlow(1, 0, 10)).isFalse();
        }
    }

    private FlowReport scripted(PreparedFolder folder, IntFunction<RgbImage> frames) {
        return FlowPreparation.run(
                folder.videos(),
                folder.data(),
                OPTIONS,
                () -> (earlier, _) -> FlowField.zero(earlier.width(), earlier.height()),
                2,
                (_, _) -> {},
                (_, _) -> new Script(frames),
                _ -> {});
    }

    /** Waves in a direction and color that depend on the scene, moving on slowly. */
    private static RgbImage shade(int k, int scene, int light) {
        byte[] rgb = new byte[3 * 40 * 24];
        for (int i = 0; i < 40 * 24; i++) {
            double wave = Math.sin((i % 40 * (scene % 5) + i / 40 * scene) / 9.0 + k / 20.0);
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] =
                        (byte) Math.clamp((long) (60 + light + 9 * scene * (channel % 2) + 45 * wave), 0, 255);
            }
        }
        return new RgbImage(40, 24, rgb);
    }

    /** Frames by a formula; no sound. */
    private static final class Script implements SourceDecoder {
        private final IntFunction<RgbImage> frames;
        private int next;

        Script(IntFunction<RgbImage> frames) {
            this.frames = frames;
        }

        @Override
        public OptionalDouble declaredSeconds() {
            return OptionalDouble.empty();
        }

        @Override
        public int damagedPackets() {
            return 0;
        }

        @Override
        public Optional<RgbImage> nextFrame() {
            return Optional.ofNullable(frames.apply(next++));
        }

        @Override
        public int readSound(float[] into, int offset, int count) {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** Each file under flow with its content. */
    private static Map<String, String> files(PreparedFolder folder) throws IOException {
        Path flow = folder.data().resolve("flow");
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(flow)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        flow.relativize(file).toString(),
                        Files.size(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walked = Files.walk(from)) {
            files.addAll(walked.toList());
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }
}
