package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.ScoreMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    private static final ScoreMap SEEN = new ScoreMap(1, 4, new float[] {0.5f, 0.8f, 0.2f, 0.5f});
    private static final float[] RESPONSES = {0.1f, 0.1f, 0.4f, 0.1f};

    private static AcousticView heard(float[] responses, boolean inView, double score, double confidence) {
        return new AcousticView(
                new ScoreMap(1, responses.length, responses),
                Optional.of(new SoundSource(new Direction(0, 0), Double.POSITIVE_INFINITY, score, confidence)),
                inView,
                List.of());
    }

    private static AcousticView heard() {
        return heard(RESPONSES, true, 0.4, 0.5);
    }

    private static double[] probabilities(Fusion fusion, ScoreMap seen, AcousticView heard) {
        float[] logarithms = fusion.logProbabilities(seen, heard).scores();
        double[] probabilities = new double[logarithms.length];
        for (int i = 0; i < logarithms.length; i++) {
            probabilities[i] = Math.exp(logarithms[i]);
        }
        return probabilities;
    }

    /**
     * Odds 1, 4, 1/4, 1 are 0.16, 0.64, 0.04, 0.16 of their sum; with a floor of 0.2 cells get 0.8 of that and 0.05: 0.178, 0.562, 0.082, 0.178.
     * Responses over 0.3 / ln 6: 1, 1, 6, 1 of 9, so 0.8 / 9 + 0.05 = 0.13889 and 0.58333. Half and half: the roots of the products 0.024722, 0.078056,
     * 0.047833, 0.024722, which are 0.157233, 0.279384, 0.218709, 0.157233 and add up to 0.812559.
     */
    @Test
    void aCaseWorkedOutByHand() {
        Fusion fusion = new Fusion(0.5, 1, 0.3 / Math.log(6), 0.2, false);
        assertThat(probabilities(fusion, SEEN, heard()))
                .containsExactly(new double[] {0.19350, 0.34383, 0.26916, 0.19350}, within(2e-5));
    }

    @Test
    void theEndsOfTheWeightAreOneStreamAlone() {
        Fusion seen = new Fusion(0, 1, 0.1, 0.2, false);
        assertThat(probabilities(seen, SEEN, heard()))
                .containsExactly(new double[] {0.178, 0.562, 0.082, 0.178}, within(1e-5));
        Fusion heard = new Fusion(1, 1, 0.3 / Math.log(6), 0.2, false);
        assertThat(probabilities(heard, SEEN, heard()))
                .containsExactly(new double[] {0.138889, 0.138889, 0.583333, 0.138889}, within(1e-5));
        for (double weight : new double[] {0, 1}) {
            Fusion fixed = new Fusion(weight, 1, 0.1, 0.2, false);
            Fusion following = new Fusion(weight, 1, 0.1, 0.2, true);
            assertThat(probabilities(following, SEEN, heard())).isEqualTo(probabilities(fixed, SEEN, heard()));
        }
    }

    /** The best direction is far better than any of the picture's, or there is none: the order of the cells is the network's. */
    @Test
    void soundFromOutsideMovesNothing() {
        Fusion fusion = new Fusion(0.7, 1, 0.02, 0.05, false);
        double[] flat = probabilities(fusion, SEEN, heard(new float[4], true, 0.4, 0.5));
        assertThat(probabilities(fusion, SEEN, heard(RESPONSES, false, 0.9, 0.5)))
                .containsExactly(flat, within(1e-6));
        AcousticView nothing = new AcousticView(new ScoreMap(1, 4, RESPONSES), Optional.empty(), false, List.of());
        assertThat(probabilities(fusion, SEEN, nothing)).containsExactly(flat, within(1e-6));
        // But that it is outside is evidence that nothing in sight sounds.
        Localizer.Answer seen = new Localizer.Answer(SEEN, 0.8, SEEN.peak(), List.of(), 0.5);
        Fusion.Answer outside = fusion.fuse(seen, heard(RESPONSES, false, 0.9, 0.5));
        assertThat(outside.visible()).isFalse();
        assertThat(outside.boxes()).isEmpty();
        assertThat(fusion.fuse(seen, nothing).probability()).isBetween(0.5, 0.8);
        assertThat(fusion.fuse(seen, heard()).probability()).isGreaterThan(0.8);
    }

    /** 0.7 ln(0.8 / 0.2) + 0.3 ln(0.9 / 0.1) = 1.62957: 0.83611. */
    @Test
    void whetherAnythingSoundsIsFusedAsLogOdds() {
        Localizer.Answer seen = new Localizer.Answer(SEEN, 0.8, SEEN.peak(), List.of(), 0.5);
        Fusion.Answer fused = new Fusion(0.3, 1, 0.1, 0.1, false).fuse(seen, heard());
        assertThat(fused.probability()).isCloseTo(0.83611, within(1e-5));
        assertThat(fused.map().max()).isCloseTo(0.83611f, within(1e-5f));
        assertThat(fused.inView()).isEqualTo(1);
        assertThat(fused.boxes()).isNotEmpty();
    }

    /** The network is all but certain of cell 1, the microphones of cell 2. */
    @Test
    void theFloorKeepsOneStreamFromVetoing() {
        ScoreMap certain = new ScoreMap(1, 4, new float[] {1e-6f, 0.9f, 0, 1e-6f});
        AcousticView other = heard(new float[] {0, 0, 0.9f, 0}, true, 0.9, 0.9);
        double[] floored = probabilities(new Fusion(0.5, 1, 0.02, 0.05, false), certain, other);
        assertThat(floored[1]).isCloseTo(floored[2], within(1e-3));
        double[] bare = probabilities(new Fusion(0.5, 1, 0.1, 1e-9, false), certain, other);
        assertThat(bare[2]).isLessThan(bare[1]);
        // q is 0.9625 and 0.0125: cell 1 has (0.0125 / 0.9625)^0.6 = 0.0738 of cell 2, the others 0.0310 each.
        assertThat(probabilities(new Fusion(0.8, 1, 0.02, 0.05, false), certain, other)[2])
                .isCloseTo(1 / (1 + 0.0738 + 2 * 0.0310), within(1e-3));
    }

    @Test
    void theWeightFollowsConfidence() {
        Localizer.Answer seen = new Localizer.Answer(SEEN, 0.8, SEEN.peak(), List.of(), 0.5);
        Fusion fusion = new Fusion(0.5, 1, 0.1, 0.05, true);
        double clear = fusion.fuse(seen, heard(RESPONSES, true, 0.4, 0.9)).weight();
        double blurred = fusion.fuse(seen, heard(RESPONSES, true, 0.4, 0.1)).weight();
        assertThat(clear).isGreaterThan(blurred + 0.3);
        ScoreMap flat = new ScoreMap(1, 4, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
        // 0.5 / 0.51: a network that tells nothing counts for a hundredth.
        assertThat(fusion.fuse(new Localizer.Answer(flat, 0.5, flat.peak(), List.of(), 0.5), heard())
                        .weight())
                .isCloseTo(0.5 / 0.51, within(1e-9));
    }

    /** One stream is right with a probability, the other with another: the better one is trusted more; nonsense is not trusted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theWeightLearntTrustsTheBetterStream(long seed) {
        assertThat(learnt(seed, 0.9, 0.0).fusion().acousticWeight())
                .as("seed " + seed)
                .isLessThan(0.15);
        assertThat(learnt(seed, 0.0, 0.9).fusion().acousticWeight())
                .as("seed " + seed)
                .isGreaterThan(0.85);
        FusionFit both = learnt(seed, 0.7, 0.7);
        assertThat(both.fusion().acousticWeight()).as("seed " + seed).isBetween(0.25, 0.75);
        assertThat(both.fusedLogLikelihood())
                .isGreaterThan(both.learnedLogLikelihood() + 0.05)
                .isGreaterThan(both.acousticLogLikelihood() + 0.05);
        // No weight of a hundred others is likelier.
        List<FusionFit.Example> examples = examples(seed, 0.7, 0.7);
        for (int i = 0; i <= 100; i++) {
            assertThat(FusionFit.logLikelihood(both.fusion().withWeight(i / 100.0), examples))
                    .isLessThanOrEqualTo(both.fusedLogLikelihood());
        }
    }

    private static FusionFit learnt(long seed, double seenRight, double heardRight) {
        return FusionFit.fit(examples(seed, seenRight, heardRight), 0.05, false);
    }

    private static List<FusionFit.Example> examples(long seed, double seenRight, double heardRight) {
        Random random = new Random(seed);
        List<FusionFit.Example> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int truth = random.nextInt(16);
            float[] seen = new float[16];
            float[] heard = new float[16];
            for (int cell = 0; cell < 16; cell++) {
                seen[cell] = 0.2f + 0.1f * random.nextFloat();
                heard[cell] = 0.1f * random.nextFloat();
            }
            seen[random.nextDouble() < seenRight ? truth : random.nextInt(16)] = 0.9f;
            heard[random.nextDouble() < heardRight ? truth : random.nextInt(16)] = 0.5f;
            boolean[] cells = new boolean[16];
            cells[truth] = true;
            examples.add(new FusionFit.Example(new ScoreMap(1, 16, seen), heard(heard, true, 0.5, 0.5), cells));
        }
        return examples;
    }

    @Test
    void whatWasLearntIsKeptInAFile(@TempDir Path folder) throws IOException {
        FusionFit fit = learnt(5, 0.6, 0.8);
        Path file = folder.resolve("fusion.json");
        FusionFile.write(file, fit);
        assertThat(FusionFile.read(file)).isEqualTo(fit);
        Path other = Files.writeString(folder.resolve("other.json"), "{\"weight\": 1}");
        assertThatThrownBy(() -> FusionFile.read(other))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("other.json");
        assertThatThrownBy(() -> FusionFile.read(folder.resolve("none.json")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("none.json");
    }
}
