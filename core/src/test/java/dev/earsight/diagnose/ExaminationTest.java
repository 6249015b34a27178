package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.clip.SamplingRule;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import dev.earsight.localize.ScoreMap;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole examination, of networks that never learned: what holds whatever they answer. */
class ExaminationTest {
    private static final NetworkConfig TINY =
            new NetworkConfig(48, List.of(4, 4, 8, 8), 16, 8, false, NetworkConfig.Padding.ZERO);
    private static final int CLIPS = 8;
    private static final int PER_CLIP = 2;

    @TempDir
    Path folder;

    /** Two shapes in view: the one that sounds, and the next class's in the other half. */
    private record Scenes(SyntheticClips clips) implements Forwarding {
        @Override
        public Optional<String> truthJson(int clip) {
            int kind = clips.kind(clip);
            return Optional.of("""
                    {"video": "v", "fps": 25, "seconds": 2.4, "width": 48, "height": 48, "sound_class": "c%d",
                     "objects": [{"class": "c%d", "sounds": true, "boxes": [[0.0, 0.0, 0.45, 1.0]]},
                                 {"class": "c%d", "sounds": false, "boxes": [[0.55, 0.0, 1.0, 1.0]]}]}
                    """.formatted(kind, kind, (kind + 1) % 2));
        }
    }

    private Diagnosis diagnosis(Model model, ClipLibrary clips, AtomicLong answered) {
        Path file = folder.resolve(model + ".safetensors");
        try (Network network = model.create(TINY, 3)) {
            Checkpoint.write(file, model, TINY, network.parameters().all(), Map.of());
        }
        try (TrainedNetwork network = TrainedNetwork.load(file)) {
            return new Examination(network, clips, PER_CLIP, SamplingRule.standard(), answered::set).examine(0.1);
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void everyNetworkIsAskedEverythingOnTheSamePairs(Model model) {
        AtomicLong answered = new AtomicLong();
        Diagnosis diagnosis = diagnosis(model, new SyntheticClips(CLIPS, 2, 48, 2.4, 1), answered);

        assertThat(answered.get()).isEqualTo(Examination.questions(CLIPS, PER_CLIP));
        assertThat(diagnosis.effects()).extracting(Effect::disturbance).containsExactly(Disturbance.values());
        Measure accuracy = diagnosis.undisturbed().getFirst();
        assertThat(accuracy.n()).isEqualTo(2 * CLIPS * PER_CLIP);
        for (Effect effect : diagnosis.effects()) {
            assertThat(effect.ofAccuracy().before()).isEqualTo(accuracy.value());
            assertThat(effect.ofAccuracy().after()).isEqualTo(effect.accuracy().value());
            if (effect.disturbance() == Disturbance.SILENCE || effect.disturbance() == Disturbance.GREY_PICTURE) {
                // Every pair has a twin of the other kind that looks and sounds the same.
                assertThat(effect.accuracy().value()).isEqualTo(0.5);
                assertThat(of(effect, Effect.AREA).after()).isEqualTo(0.5);
            }
        }
        assertThat(Arrays.stream(diagnosis.histogram().matched()).sum()).isEqualTo(CLIPS * PER_CLIP);
        assertThat(Arrays.stream(diagnosis.histogram().mismatched()).sum()).isEqualTo(CLIPS * PER_CLIP);
        assertThat(diagnosis.operatingChoice().chosen().falseAlarmRate()).isLessThanOrEqualTo(0.1);
        assertThat(diagnosis.spreads()).extracting(Spread::n).containsExactly(CLIPS, CLIPS);
        assertThat(diagnosis.movement().isPresent()).isEqualTo(model == Model.AVOL);
        assertThat(Findings.of(diagnosis)).isNotEmpty();
        boolean searches = model == Model.AVE;
        assertThat(diagnosis.effects().getFirst().changes()).hasSize(searches ? 4 : 3);
        if (searches) {
            Effect silence = diagnosis.effects().get(Disturbance.SILENCE.ordinal());
            assertThat(silence.disturbance()).isEqualTo(Disturbance.SILENCE);
            assertThat(of(silence, Effect.RECALL).after()).isEqualTo(1); // ten answers of eight clips
        }
    }

    @Test
    void pointingAndTheMapAreJudgedWhereTheTruthIsKnown() {
        Diagnosis diagnosis =
                diagnosis(Model.AVOL, new Scenes(new SyntheticClips(CLIPS, 2, 48, 2.4, 1)), new AtomicLong());

        Measure pointing = diagnosis.undisturbed().getLast();
        assertThat(pointing.name()).isEqualTo("pointing accuracy");
        assertThat(pointing.n()).isEqualTo(CLIPS * PER_CLIP);
        for (Effect effect : diagnosis.effects()) {
            if (effect.disturbance() != Disturbance.JITTERED_MISMATCHES) {
                assertThat(of(effect, Effect.POINTING).before()).isEqualTo(pointing.value());
            }
        }
        MapMovement movement = diagnosis.movement().orElseThrow();
        Change both = movement.interactivePointing().orElseThrow();
        assertThat(both.n()).isEqualTo(CLIPS * PER_CLIP);
        assertThat(both.before())
                .as("one map cannot have its peak on both sides")
                .isZero();
        assertThat(movement.otherThanUnrelated()).as("there is no third class").isEmpty();
        MapMovement.Following following = movement.following().orElseThrow();
        assertThat(following.sources()).isEqualTo(CLIPS);
        assertThat(following.gain().n()).isEqualTo(CLIPS * PER_CLIP);
        assertThat(following.gain().value())
                .as("a gain of two is both right; all else is one at most")
                .isBetween(-2.0, 2.0)
                .isLessThanOrEqualTo(both.after() + 1);
        assertThat(following.probability()).isBetween(1e-4, 1.0);
        assertThat(movement.overlap().value()).isBetween(0.0, 1.0);
    }

    @Test
    void clipsOfASecondAreNotAskedAboutAnotherTime() {
        Diagnosis diagnosis = diagnosis(Model.AVE, new SyntheticClips(CLIPS, 2, 48, 1.2, 1), new AtomicLong());
        assertThat(diagnosis.effects())
                .extracting(Effect::disturbance)
                .doesNotContain(Disturbance.SHIFTED_SOUND)
                .hasSize(Disturbance.values().length - 1);
        assertThat(diagnosis.notes()).anyMatch(note -> note.contains("16 of 16 moments are of clips too short"));
    }

    @Test
    void halvesOfMapsOverlapByHand() {
        ScoreMap map = new ScoreMap(2, 2, new float[] {4, 3, 2, 1});
        assertThat(MapQuestions.overlap(map, map)).isEqualTo(1);
        assertThat(MapQuestions.overlap(map, new ScoreMap(2, 2, new float[] {1, 2, 3, 4})))
                .isZero();
        assertThat(MapQuestions.overlap(map, new ScoreMap(2, 2, new float[] {4, 1, 3, 2})))
                .isCloseTo(1 / 3.0, within(1e-12));
    }

    private static Change of(Effect effect, String measure) {
        return effect.changes().stream()
                .filter(change -> change.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }
}
