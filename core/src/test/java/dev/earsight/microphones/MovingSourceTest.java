package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovingSourceTest {
    private static float[] noise(Random random, int count) {
        float[] noise = new float[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    @Test
    void whatStandsStillIsOneSound() {
        float[] samples = noise(new Random(1), 1000);
        Point place = new Point(0.3, 0, 2);
        List<RoomSimulator.Sounding> soundings =
                new MovingSource(List.of(place, place, place, place), 300, samples).soundings();
        assertThat(soundings).hasSize(1);
        assertThat(soundings.getFirst().place()).isEqualTo(place);
        assertThat(soundings.getFirst().startSample()).isZero();
        assertThat(soundings.getFirst().samples()).isEqualTo(samples);
    }

    /** Full at its own step, half-way between two steps half of each. */
    @Test
    void betweenTwoStepsBothAreHeard() {
        float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        List<RoomSimulator.Sounding> soundings = new MovingSource(
                        List.of(new Point(0, 0, 1), new Point(1, 0, 1), new Point(2, 0, 1)), 4, ones)
                .soundings();
        assertThat(soundings).hasSize(3);
        assertThat(soundings.get(0).samples()).containsExactly(1, 0.75f, 0.5f, 0.25f);
        assertThat(soundings.get(1).samples()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 0.75f, 0.5f, 0.25f);
        assertThat(soundings.get(2).startSample()).isEqualTo(4);
        assertThat(soundings.get(2).samples()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void allTogetherAreTheSound(long seed) {
        Random random = new Random(seed);
        float[] samples = noise(random, 200 + random.nextInt(500));
        List<Point> places = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(12); i++) {
            boolean stays = i > 0 && random.nextBoolean();
            places.add(stays ? places.getLast() : new Point(random.nextDouble(), random.nextDouble(), 1));
        }
        float[] sum = new float[samples.length];
        for (RoomSimulator.Sounding each : new MovingSource(places, 20 + random.nextInt(80), samples).soundings()) {
            for (int i = 0; i < each.samples().length; i++) {
                sum[each.startSample() + i] += each.samples()[i];
            }
        }
        assertThat(sum).as("seed " + seed).containsExactly(samples, within(1e-5f));
    }

    /** A sound that begins late arrives as one from the beginning with silence before it. */
    @Test
    void aLateSoundIsRecordedWhereItBelongs() {
        MicrophoneArray array =
                MicrophoneArray.of(16_000, new Point(-0.05, 0, 0), new Point(0.05, 0, 0), new Point(0, 0.1, 0));
        RoomSimulator simulator = new RoomSimulator(Room.of(new Point(4, 3, 2.5), new Point(2, 0.5, 1.2), 0.2), array);
        Point place = new Point(0.4, 0.1, 1.5);
        float[] burst = noise(new Random(3), 700);
        float[] padded = new float[2000];
        System.arraycopy(burst, 0, padded, 1234, 700);
        float[][] late = simulator.record(
                List.of(new RoomSimulator.Sounding(place, burst, 1234)), 4000, RoomSimulator.Errors.NONE, 1);
        float[][] whole = simulator.record(
                List.of(new RoomSimulator.Sounding(place, padded)), 4000, RoomSimulator.Errors.NONE, 1);
        for (int m = 0; m < 3; m++) {
            assertThat(late[m]).containsExactly(whole[m], within(1e-6f));
        }
    }
}
