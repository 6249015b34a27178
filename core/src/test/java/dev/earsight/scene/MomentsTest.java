package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void whatIsPlayedWithinATenthOfASecondSoundsElseWhatIsNearest() {
        List<Interval> hat = List.of(new Interval(0.1, 0.2), new Interval(1.0, 1.1));
        List<Interval> snare = List.of(new Interval(0.35, 0.4));
        // Ten frames per second: at 0.0, 0.1, ... 1.9 s.
        List<List<Boolean>> sounds = Moments.soundsInFrames(List.of(hat, snare, List.of()), 20, 10);

        assertThat(framesOf(sounds.get(0))).containsExactly(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        assertThat(framesOf(sounds.get(1))).containsExactly(3, 4, 5, 6, 7);
        assertThat(framesOf(sounds.get(2))).isEmpty();
        // From 1.7 s on nothing has been played for more than half a second.
    }

    private static List<Integer> framesOf(List<Boolean> sounds) {
        return IntStream.range(0, sounds.size()).filter(sounds::get).boxed().toList();
    }

    @Test
    void eventsJoinToStretchesWithinTheClip() {
        List<Interval> events = List.of(
                new Interval(-0.1, 0.1), new Interval(0.3, 0.4), new Interval(0.7, 0.9), new Interval(1.1, 2.4));
        assertThat(Moments.joined(events, 2)).containsExactly(new Interval(0, 0.4), new Interval(0.7, 2));
    }

    @Test
    void aNoteLastsUntilItHasFallenOrAnyPartIsStruck() {
        Performance performance = new Performance(
                new float[48_000],
                List.of(
                        new Note(-30_000, -20_000, 1, 0), // over before the clip
                        new Note(-4_800, 9_600, 1, 0),
                        new Note(4_800, 14_400, 1, 1),
                        new Note(24_000, 48_000, 1, 0),
                        new Note(50_000, 60_000, 1, 0))); // after it
        assertThat(performance.events(0)).containsExactly(new Interval(-0.1, 0.1), new Interval(0.5, 1.0));
        assertThat(performance.events(1)).containsExactly(new Interval(0.1, 0.3));
    }
}
