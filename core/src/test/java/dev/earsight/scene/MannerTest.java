package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MannerTest {
    /** At 0.5 s hard, at 0.6 s softly, at 1.5 s hard; each has fallen to a tenth after 0.2 s. */
    private static final Performance THREE = new Performance(
            new float[96_000],
            List.of(new Note(24_000, 33_600, 1, 0), new Note(28_800, 38_400, 0.4, 0), new Note(72_000, 81_600, 1, 0)));

    @Test
    void aBeaterTouchesAtEachNoteAndIsDrawnBackBetween() {
        PoseCurve curve = Manner.STRUCK.curve(THREE);
        for (Note note : THREE.notes()) {
            assertThat(curve.at(note.startSeconds())).isCloseTo(0, within(1e-9));
        }
        // Half way between the first two the softer one decides, 0.7 of the way; in the long rest it waits.
        assertThat(curve.at(0.55)).isCloseTo(0.7, within(1e-9));
        assertThat(curve.at(1)).isCloseTo(0.7, within(1e-9));
        assertThat(curve.at(0.1)).isCloseTo(1, within(1e-9));
        assertThat(curve.at(1.9)).isCloseTo(1, within(1e-9));
        // A third of the last 0.12 s before contact: sin 30 degrees.
        assertThat(curve.at(0.46)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aStringSwingsFromThePluckOnAndDiesAwayAsTheNoteDoes() {
        PoseCurve curve = Manner.PLUCKED.curve(THREE);
        assertThat(curve.at(0.499)).isZero();
        assertThat(curve.at(0.5)).isCloseTo(1, within(1e-9));
        assertThat(curve.at(0.6)).isCloseTo(0.4, within(1e-9));
        assertThat(curve.at(0.8)).isCloseTo(0.04, within(1e-9));
        assertThat(curve.at(1.7)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void whatIsShakenTurnsRoundAtEachNote() {
        PoseCurve curve = Manner.SHAKEN.curve(THREE);
        assertThat(List.of(curve.at(0.5), curve.at(0.6), curve.at(1.5))).containsExactly(1.0, 0.0, 1.0);
        assertThat(curve.at(0.55)).isCloseTo(0.5, within(1e-9));
        // It waits, and takes 0.4 s for the way.
        assertThat(curve.at(1)).isCloseTo(0, within(1e-9));
        assertThat(curve.at(1.3)).isCloseTo(0.5, within(1e-9));
        assertThat(curve.at(1.8)).isEqualTo(1);
    }

    @Test
    void whatIsHitJerksAtTheNote() {
        PoseCurve curve = Manner.JERKED.curve(THREE);
        assertThat(curve.at(0.49)).isEqualTo(0.5);
        assertThat(curve.at(0.5)).isEqualTo(1);
        assertThat(curve.at(0.6)).isCloseTo(0.7, within(1e-9));
        assertThat(curve.at(1.4)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aMouthOpensWithTheLoudnessAndHasNoLag() {
        float[] samples = new float[96_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) ((i / 24_000) % 2 * Math.sin(i * 0.1));
        }
        PoseCurve curve = Manner.MOUTH.curve(new Performance(samples, List.of()));
        assertThat(curve.at(0.25)).isZero();
        assertThat(curve.at(0.75)).isCloseTo(1, within(0.02));
        assertThat(curve.at(1.25)).isZero();
        // At the step the window of 40 ms is half full: half the power.
        assertThat(curve.at(0.5)).isCloseTo(Math.pow(0.5, 0.35), within(0.03));
        assertThat(curve.at(1)).isCloseTo(Math.pow(0.5, 0.35), within(0.03));
    }

    @Test
    void everyClassMovesWithWhatItPlaysAndNotesAreWhereSoundSetsIn() {
        PlayedThings things = new PlayedThings();
        for (String name : things.soundingClasses()) {
            Manner manner = things.manner(name).orElseThrow();
            for (int seed = 0; seed < 3; seed++) {
                Performance performance = things.performance(name, 96_000, Dice.of(seed, 1, 2));
                PoseCurve curve = manner.curve(performance);
                List<Double> poses = new ArrayList<>();
                for (double t = 0; t < 2; t += 0.01) {
                    poses.add(curve.at(t));
                }
                assertThat(poses).as(name).allMatch(pose -> pose >= 0 && pose <= 1);
                double range = poses.stream().mapToDouble(p -> p).max().orElseThrow()
                        - poses.stream().mapToDouble(p -> p).min().orElseThrow();
                assertThat(range).as(name).isGreaterThan(0.35);
                assertThat(performance.events(0)).as(name).isNotEmpty();
            }
        }
    }

    @Test
    void theBodyStaysInPlaceWhileTheBeaterMoves() {
        Costume costume =
                new Costume(new PlayedThings().look("drum", Dice.of(3, 0, 0)), new Sprite.Pose(0, false, 1), 40);
        double highest = 0;
        for (int level = 0; level < PoseCurve.LEVELS; level++) {
            double[] corners = costume.posed(level).corners();
            double top = 0;
            double bottom = 0;
            for (int i = 1; i < corners.length; i += 2) {
                top = Math.min(top, corners[i]);
                bottom = Math.max(bottom, corners[i]);
            }
            assertThat(bottom).isCloseTo(costume.resting().boxHeight() / 2, within(0.01));
            highest = Math.min(highest, top);
        }
        assertThat(costume.resting()).isNotSameAs(costume.posed(12));
        // It goes up by more than half the height of the resting box.
        assertThat(-highest).isGreaterThan(0.55 * costume.resting().boxHeight());
    }
}
