package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.evaluate.CalibratedThreshold;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Reliability;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which sentence follows from which interval. */
class FindingsTest {
    private static final Measure SKILLED = measure("correspondence accuracy", 0.65, 0.62, 0.68);

    @Test
    void skillIsClaimedOnlyBeyondGuessing() {
        assertThat(of(SKILLED))
                .contains(
                        "It tells matched from mismatched pairs: accuracy 65.0 % (62.0 to 68.0; n 100), chance 50 %.");
        assertThat(of(measure("a", 0.52, 0.49, 0.55)))
                .anyMatch(line -> line.startsWith("It cannot be told from guessing"));
        assertThat(of(measure("a", 0.4, 0.35, 0.45))).anyMatch(line -> line.startsWith("It is worse than guessing"));
    }

    @Test
    void aFallBeyondItsIntervalIsALeaning() {
        assertThat(of(
                        SKILLED,
                        effect(Disturbance.COLORLESS_PICTURE, change(Effect.ACCURACY, 0.65, 0.55, -0.13, -0.07))))
                .contains(
                        "Picture without colors: accuracy falls from 65.0 to 55.0 % (95 % interval -13.0 to -7.0 points); "
                                + "it leans on color.");
    }

    @Test
    void aFallOfRanksCountsWhereTheThresholdHidesIt() {
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.MASKED_CORNERS,
                                change(Effect.ACCURACY, 0.65, 0.6, -0.12, 0.02),
                                change(Effect.AREA, 0.7, 0.62, -0.11, -0.05))))
                .anyMatch(line -> line.startsWith("Corners masked: area under ROC falls from 70.0 to 62.0 %")
                        && line.endsWith("it leans on the corners, where watermarks are."));
    }

    @Test
    void whereTheIntervalIncludesZeroNothingIsClaimed() {
        List<String> lines = of(
                SKILLED,
                effect(Disturbance.BLURRED_PICTURE, change(Effect.ACCURACY, 0.65, 0.58, -0.15, 0.01)),
                effect(Disturbance.MIRRORED_PICTURE, change(Effect.ACCURACY, 0.65, 0.66, -0.06, 0.08)));
        assertThat(lines).contains("No effect was shown, nor that there is none: blurred picture; mirrored picture.");
        assertThat(lines).noneMatch(line -> line.contains("leans"));
    }

    @Test
    void thatSomethingHardlyMattersIsClaimedOnlyWithinTheMargin() {
        assertThat(of(SKILLED, effect(Disturbance.MIRRORED_PICTURE, change(Effect.ACCURACY, 0.65, 0.65, -0.03, 0.02))))
                .contains("Changes nothing by 5 points or more: mirrored picture.");
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.MIRRORED_PICTURE,
                                change(Effect.ACCURACY, 0.65, 0.65, -0.03, 0.02),
                                change(Effect.POINTING, 0.6, 0.6, -0.06, 0.06))))
                .contains("No effect was shown, nor that there is none: mirrored picture.");
    }

    @Test
    void aSmallFallIsSaidToBeSmall() {
        assertThat(of(SKILLED, effect(Disturbance.JITTER, change(Effect.AREA, 0.709, 0.702, -0.013, -0.001))))
                .contains(
                        "Sound off the frame grid: area under ROC falls from 70.9 to 70.2 % (95 % interval -1.3 to -0.1 points); "
                                + "it leans on how the sound lies on the grid of frames, but by less than 5 points.");
    }

    @Test
    void accuracyAndPointingShareASentence() {
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.COLORLESS_PICTURE,
                                change(Effect.ACCURACY, 0.65, 0.55, -0.13, -0.07),
                                change(Effect.AREA, 0.7, 0.6, -0.13, -0.07),
                                change(Effect.POINTING, 0.6, 0.5, -0.13, -0.07))))
                .contains(
                        "Picture without colors: accuracy falls from 65.0 to 55.0 % (95 % interval -13.0 to -7.0 points); "
                                + "pointing falls from 60.0 to 50.0 % (95 % interval -13.0 to -7.0 points); it leans on color.");
    }

    @Test
    void aRiseOffTheGridIsTheShortcut() {
        assertThat(of(SKILLED, effect(Disturbance.JITTERED_MISMATCHES, change(Effect.ACCURACY, 0.65, 0.9, 0.2, 0.3))))
                .anyMatch(line -> line.contains("the shortcut that safe sampling prevents"));
    }

    @Test
    void controlsThatShouldLeaveNothingShowLeaks() {
        Change fallen = change(Effect.ACCURACY, 0.65, 0.55, -0.13, -0.07);
        Effect leak = new Effect(Disturbance.SHUFFLED_SOUND, measure("a", 0.55, 0.52, 0.58), List.of(fallen));
        Effect none = new Effect(Disturbance.SHUFFLED_SOUND, measure("a", 0.51, 0.48, 0.54), List.of(fallen));
        assertThat(of(SKILLED, leak)).anyMatch(line -> line.contains("the pairs themselves give matches away"));
        assertThat(of(SKILLED, none))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("shuffled"));
    }

    @Test
    void silenceThatIsTakenForAMatchIsNamed() {
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.SILENCE,
                                change(Effect.ACCURACY, 0.65, 0.5, -0.18, -0.12),
                                change(Effect.FALSE_ALARMS, 0.2, 0.6, 0.3, 0.5))))
                .contains(
                        "To silence it says yes more often than to a sound of another source: 60.0 % against 20.0 % (95 % "
                                + "interval +30.0 to +50.0 points).");
    }

    @Test
    void pointingThatDoesNotNeedTheSoundIsNamed() {
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.SHUFFLED_SOUND,
                                change(Effect.ACCURACY, 0.65, 0.5, -0.18, -0.12),
                                change(Effect.POINTING, 0.6, 0.59, -0.03, 0.01))))
                .anyMatch(line -> line.contains("pointing loses less than 5 points")
                        && line.contains("does not need the right sound"));
        assertThat(of(
                        SKILLED,
                        effect(
                                Disturbance.SHUFFLED_SOUND,
                                change(Effect.ACCURACY, 0.65, 0.5, -0.18, -0.12),
                                change(Effect.POINTING, 0.6, 0.25, -0.42, -0.28))))
                .contains(
                        "Shuffled sound: pointing falls from 60.0 to 25.0 % (95 % interval -42.0 to -28.0 points); it needs the sound.");
    }

    @Test
    void probesLeakGuessOrAreUndecided() {
        assertThat(of(SKILLED, probe(0.7, 0.6, 0.8))).anyMatch(line -> line.contains("the pairs leak"));
        assertThat(of(SKILLED, probe(0.5, 0.47, 0.53)))
                .contains(
                        "The sound alone does not tell matched from mismatched training pairs (50.0 % (47.0 to 53.0; n 100)).");
        assertThat(of(SKILLED, probe(0.52, 0.44, 0.6))).anyMatch(line -> line.contains("is not decided"));
    }

    @Test
    void collapseIsALowerEnd() {
        assertThat(of(SKILLED, spread(0.99, 0.97, 1)))
                .anyMatch(line -> line.startsWith("The vectors of sounds have collapsed"));
        assertThat(of(SKILLED, spread(0.2, 0.15, 0.25)))
                .anyMatch(line -> line.startsWith("The vectors of sounds have not collapsed: mean cosine 0.20"));
        assertThat(of(SKILLED, spread(0.95, 0.9, 0.99))).anyMatch(line -> line.contains("not decided"));
    }

    @Test
    void theMapFollowsTheSoundOrDoesNot() {
        assertThat(of(SKILLED, movement(change("p", 0, 0.3, 0.2, 0.4))))
                .anyMatch(line -> line.startsWith(
                        "The map follows the sound: right under both sounds of two things in view 30.0 %"));
        assertThat(of(SKILLED, movement(change("p", 0.07, 0.07, -0.02, 0.02))))
                .contains(
                        "The map hardly follows the sound: right under both sounds of two things in view 7.0 % (constant map "
                                + "7.0 %, difference 95 % interval -2.0 to +2.0 points, n 100); IIoU 7.0 %, constant map 7.0 %: it finds "
                                + "salient things, it does not listen.");
        assertThat(of(SKILLED, movement(change("p", 0.07, 0.1, -0.02, 0.08))))
                .anyMatch(line -> line.startsWith("Whether the map follows the sound is not decided"));
    }

    @Test
    void aMapThatMovesButNotWhereTheSoundIsDoesNotFollowIt() {
        Change pointing = change("p", 0, 0.1, 0.06, 0.14);
        MapMovement moves = movement(pointing);
        MapMovement anywhere = new MapMovement(
                moves.overlap(),
                moves.peakDistance(),
                Optional.of(pointing),
                Optional.of(change("p", 0.1, 0.1, -0.03, 0.03)),
                Optional.empty(),
                Optional.of(new MapMovement.Following(measure("gain", 0.4, 0.3, 0.5), 0.0123, 45)));
        assertThat(of(SKILLED, moves)).anyMatch(line -> line.startsWith("The map follows the sound"));
        assertThat(of(SKILLED, anywhere))
                .noneMatch(line -> line.startsWith("The map follows the sound"))
                .anyMatch(line -> line.contains("is not decided")
                        && line.contains("unrelated second sound 10.0 %")
                        && line.contains("would do as well with p = 0.0123 (permutation over 45 sources)"));
    }

    private static Measure measure(String name, double value, double low, double high) {
        return new Measure(name, value, 100, new Interval(low, high, "test"), 0.5, List.of());
    }

    private static Change change(String measure, double before, double after, double low, double high) {
        return new Change(measure, before, after, 100, new Interval(low, high, "test"));
    }

    private static Effect effect(Disturbance disturbance, Change... changes) {
        return new Effect(disturbance, measure("a", 0.5, 0.45, 0.55), List.of(changes));
    }

    private static Measure probe(double value, double low, double high) {
        return measure("sound alone", value, low, high);
    }

    private static Spread spread(double similarity, double low, double high) {
        return new Spread("sounds", 50, 128, similarity, new Interval(low, high, "test"), 10, 40);
    }

    private static MapMovement movement(Change pointing) {
        return new MapMovement(
                measure("overlap", 0.5, 0.45, 0.55),
                measure("distance", 0.2, 0.15, 0.25),
                Optional.of(pointing),
                Optional.empty(),
                Optional.of(change("IIoU", 0.07, 0.07, -0.01, 0.01)),
                Optional.empty());
    }

    private static List<String> of(Measure accuracy, Object... parts) {
        return Findings.of(new Diagnosis(
                List.of(accuracy),
                Reliability.of(new double[] {0.5}, new boolean[] {true}),
                only(Effect.class, parts),
                ScoreHistogram.of(new double[] {0, 1}, new boolean[] {false, true}, 2),
                new OperatingChoice(new CalibratedThreshold(1, 0.6, 0.05), 0.05, 0.6, 0.05, 100, 100),
                only(Spread.class, parts),
                only(Measure.class, parts),
                only(MapMovement.class, parts).stream().findFirst(),
                List.of()));
    }

    private static <T> List<T> only(Class<T> type, Object... parts) {
        return Arrays.stream(parts).filter(type::isInstance).map(type::cast).toList();
    }
}
