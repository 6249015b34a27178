package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneTruthTest {
    private static final String FOREIGN = """
            {"video":"val-00000.mp4","fps":25,"seconds":4,"width":320,"height":240,"sound_class":"bird","license":"none",
             "objects":[{"class":"dog","sounds":false,"boxes":[[0.7188,0.1917,0.9781,0.4375],[0.72,0.2,0.98,0.44]]},
                        {"class":"bird","sounds":true,"boxes":[[0.1,0.2,0.3,0.4]]}]}
            """;

    @Test
    void readsTheFormatWithoutOurFields() {
        SceneTruth truth = SceneTruth.parse(FOREIGN, "val-00000.json");
        assertThat(truth.video()).isEqualTo("val-00000.mp4");
        assertThat(truth.fps()).isEqualTo(25);
        assertThat(truth.soundClass()).contains("bird");
        assertThat(truth.objects()).extracting(SceneTruth.Thing::className).containsExactly("dog", "bird");
        assertThat(truth.objects().getFirst().boxes().get(1)).isEqualTo(new Box(0.72, 0.2, 0.98, 0.44));
        assertThat(truth.soundingBoxes(0)).containsExactly(new Box(0.1, 0.2, 0.3, 0.4));
        assertThat(truth.soundingBoxes(99)).containsExactly(new Box(0.1, 0.2, 0.3, 0.4));
        assertThat(truth.seed()).isEmpty();
        assertThat(truth.offScreenClass()).isEmpty();
        assertThat(truth.noiseSnrDb()).isEmpty();
        assertThat(truth.objects().get(1).soundsAt()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SceneConfig config = SceneConfig.defaults()
                .with()
                .clipSeconds(1)
                .offScreenProbability(0.5)
                .nothingVisibleProbability(0.3)
                .build();
        SceneGenerator generator = new SceneGenerator(config, new ProceduralThings());
        for (int i = 0; i < 8; i++) {
            SceneTruth truth = generator.generate(i).truth();
            assertThat(SceneTruth.parse(truth.toJson(), "x")).isEqualTo(truth);
        }
        SceneTruth bare = new SceneTruth(
                "a.mp4",
                30,
                1.5,
                64,
                48,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(SceneTruth.parse(bare.toJson(), "x")).isEqualTo(bare);
        assertThat(bare.toJson()).doesNotContain("seed", "null", "microphones", "places");
    }

    @Test
    void namesAndShapesInTheJsonAreThoseOfTheFormat() {
        SceneTruth.Thing thing = new SceneTruth.Thing(
                "bell",
                true,
                List.of(new Box(0.1, 0.2, 0.3, 0.4)),
                List.of(new Interval(0, 0.5)),
                List.of(),
                List.of(),
                List.of());
        SceneTruth truth = new SceneTruth(
                "a.mp4",
                25,
                4,
                320,
                240,
                Optional.of("bell"),
                List.of(thing),
                Optional.of(7L),
                Optional.of(3L),
                Optional.of("horn"),
                OptionalDouble.of(20),
                Optional.empty(),
                Optional.empty());
        assertThat(truth.toJson())
                .contains(
                        "\"sound_class\":\"bell\"",
                        "\"class\":\"bell\"",
                        "\"boxes\":[[0.1,0.2,0.3,0.4]]",
                        "\"sounds_at\":[[0.0,0.5]]",
                        "\"off_screen_class\":\"horn\"",
                        "\"noise_snr_db\":20.0");
    }

    @Test
    void atAMomentOneOfSeveralThingsSounds() {
        SceneTruth truth = SceneTruth.parse("""
                {"video":"a.mp4","fps":25,"seconds":0.12,"width":320,"height":240,"sound_class":"drum-kit","objects":[
                 {"class":"snare","sounds":true,"boxes":[[0,0,0.1,0.1],[0,0,0.2,0.2],[0,0,0.3,0.3]],
                  "sounds_at":[[0,0.12]],"events":[[-0.0125,0.05]],"sounds_in_frame":[true,true,false]},
                 {"class":"tom","sounds":true,"boxes":[[0.5,0,0.6,0.1],[0.5,0,0.6,0.2],[0.5,0,0.6,0.3]],
                  "events":[[0.09,0.12]],"sounds_in_frame":[false,true,true]},
                 {"class":"kick","sounds":false,"boxes":[[0.8,0,0.9,0.1]]}]}
                """, "a.json");
        assertThat(truth.soundingBoxes(0)).containsExactly(new Box(0, 0, 0.1, 0.1));
        assertThat(truth.soundingBoxes(1)).containsExactly(new Box(0, 0, 0.2, 0.2), new Box(0.5, 0, 0.6, 0.2));
        assertThat(truth.soundingBoxes(2)).containsExactly(new Box(0.5, 0, 0.6, 0.3));
        assertThat(truth.soundingBoxes(9)).isEqualTo(truth.soundingBoxes(2));
        assertThat(truth.soundClassIn(0)).contains("snare");
        assertThat(truth.soundClassIn(2)).contains("tom");
        assertThat(truth.objects().getFirst().events()).containsExactly(new Interval(-0.0125, 0.05));
        assertThat(SceneTruth.parse(FOREIGN, "x").soundClassIn(0)).contains("bird");
        assertThat(SceneTruth.parse(truth.toJson(), "x")).isEqualTo(truth);
    }

    @Test
    void somethingElseIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.json"), "{\"video\":");
        assertThatThrownBy(() -> SceneTruth.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("notes.json");
        assertThatThrownBy(() -> SceneTruth.parse("{\"name\":\"x\"}", "other.json"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("other.json");
        assertThatThrownBy(() -> SceneTruth.read(folder.resolve("missing.json")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("missing.json");
    }

    @Test
    void sharedScenesAreReadWhereTheyAreAtHand() throws IOException {
        Path folder = Path.of("../../shared/data/scenes/val");
        assumeThat(folder)
                .as("the shared scenes are not at hand; nothing to check")
                .isDirectory();
        int clips = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                SceneTruth truth = SceneTruth.read(file);
                assertThat(truth.soundingBoxes(50)).as(file.toString()).hasSize(1);
                assertThat(truth.objects()).allMatch(thing -> thing.boxes().size() == 100);
                clips++;
            }
        }
        assertThat(clips).isPositive();
    }

    @Test
    void boxesKnowTheirAreaAndOverlap() {
        Box box = new Box(0.25, 0.25, 0.75, 0.5);
        assertThat(box.area()).isEqualTo(0.125);
        assertThat(box.overlap(new Box(0.5, 0, 1, 1))).isEqualTo(0.0625);
        assertThat(box.overlap(new Box(0.8, 0, 1, 1))).isZero();
        assertThat(box.contains(0.5, 0.3)).isTrue();
        assertThat(box.contains(0.5, 0.6)).isFalse();
    }
}
