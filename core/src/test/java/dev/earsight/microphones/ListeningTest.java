package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.MultichannelReader;
import dev.earsight.media.SoundFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directions over time, and channels and clocks that cannot be trusted. */
class ListeningTest {
    private static final int RATE = 16_000;
    private static final MicrophoneArray SQUARE = MicrophoneArray.of(
            RATE,
            new Point(0.05, 0.05, 0),
            new Point(-0.05, 0.05, 0),
            new Point(-0.05, -0.05, 0),
            new Point(0.05, -0.05, 0));
    private static final ListeningSettings SETTINGS = new ListeningSettings(
            0.5, 0.2, 1, 2, ListeningSettings.Method.SRP_PHAT, 200, 7500, List.of(Double.POSITIVE_INFINITY), -60);

    private static float[][] from(Direction direction, MicrophoneArray array, long seed) {
        double[] arrivals = new double[array.size()];
        for (int m = 0; m < arrivals.length; m++) {
            arrivals[m] = array.arrivalSeconds(m, direction.vector(), Double.POSITIVE_INFINITY);
        }
        return Made.delayed(new Random(seed), RATE, 100, 7500, arrivals, 20);
    }

    private static List<Heard> heard(MicrophoneArray array, float[][] channels) {
        return new Listening(array, SETTINGS).push(channels, channels[0].length);
    }

    @Test
    void aSourceThatJumpsIsFollowed() {
        Direction first = new Direction(-30, 10);
        Direction then = new Direction(40, -5);
        float[][] channels = new float[4][];
        for (int m = 0; m < 4; m++) {
            channels[m] = new float[2 * RATE];
            System.arraycopy(from(first, SQUARE, 1)[m], 0, channels[m], 0, RATE);
            System.arraycopy(from(then, SQUARE, 2)[m], 0, channels[m], RATE, RATE);
        }
        List<Heard> heard = heard(SQUARE, channels);
        assertThat(heard).hasSizeBetween(7, 9);
        for (Heard each : heard) {
            assertThat(each.endSeconds() - each.startSeconds()).isCloseTo(0.5, within(0.04));
            if (each.endSeconds() <= 1 || each.startSeconds() >= 1) {
                Direction truth = each.endSeconds() <= 1 ? first : then;
                assertThat(each.sources().getFirst().direction().degreesTo(truth))
                        .isLessThan(1);
            }
        }
    }

    /** Blocks as they come from a pipe must not matter. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersDoNotDependOnTheBlocks(long seed) {
        float[][] channels = from(new Direction(20, 0), SQUARE, seed);
        Random random = new Random(seed);
        Listening listening = new Listening(SQUARE, SETTINGS);
        List<Heard> heard = new ArrayList<>();
        for (int done = 0; done < RATE; ) {
            int some = Math.min(RATE - done, 1 + random.nextInt(3000));
            int start = done;
            heard.addAll(listening.push(
                    Arrays.stream(channels)
                            .map(channel -> Arrays.copyOfRange(channel, start, start + some))
                            .toArray(float[][]::new),
                    some));
            done += some;
        }
        assertThat(heard).isEqualTo(heard(SQUARE, channels)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DEAD", "CLIPPED", "DUPLICATE"})
    void aFaultyChannelIsNamedAndLeftOut(ChannelFault.Kind kind) {
        Direction truth = new Direction(25, -10);
        float[][] channels = from(truth, SQUARE, 4);
        switch (kind) {
            case DEAD -> Arrays.fill(channels[2], 0.2f); // a constant is no sound
            case CLIPPED -> {
                for (int i = 0; i < RATE; i++) {
                    channels[2][i] = Math.clamp(12 * channels[2][i], -1, 1);
                }
            }
            case DUPLICATE -> {
                channels[2] = channels[1].clone();
                for (int i = 0; i < RATE; i++) {
                    channels[2][i] += 1e-4f * (i % 7 - 3); // as a codec might leave it
                }
            }
        }
        for (Heard each : heard(SQUARE, channels)) {
            assertThat(each.faults()).containsExactly(new ChannelFault(2, kind, true));
            assertThat(each.sources().getFirst().direction().degreesTo(truth)).isLessThan(1.5);
        }
    }

    @Test
    void wherePassagesClipEverywhereTheyAreUsedAllTheSame() {
        Direction truth = new Direction(25, -10);
        float[][] channels = from(truth, SQUARE, 5);
        for (float[] channel : channels) {
            for (int i = 0; i < RATE; i++) {
                channel[i] = Math.clamp(15 * channel[i], -1, 1);
            }
        }
        for (Heard each : heard(SQUARE, channels)) {
            assertThat(each.faults()).hasSize(4).noneMatch(ChannelFault::leftOut);
            assertThat(each.sources().getFirst().direction().degreesTo(truth)).isLessThan(3);
        }
    }

    /** Mono copied to two channels would otherwise always come from straight ahead, with full confidence. */
    @Test
    void oneMicrophoneCopiedHasNoDirection() {
        MicrophoneArray pair = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));
        float[][] channels = from(new Direction(25, 0), pair, 6);
        channels[1] = channels[0].clone();
        for (Heard each : heard(pair, channels)) {
            assertThat(each.sources()).isEmpty();
            assertThat(each.faults()).containsExactly(new ChannelFault(1, ChannelFault.Kind.DUPLICATE, true));
        }
    }

    @Test
    void silenceIsSilence() {
        for (Heard each : heard(SQUARE, new float[4][RATE])) {
            assertThat(each.silent()).isTrue();
            assertThat(each.sources()).isEmpty();
            assertThat(each.faults()).isEmpty();
        }
    }

    /** Each microphone its own noise: hardly an answer in a minute. The same noise at all of them: always one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void noiseOfTheMicrophonesHasNoDirection(int microphones) {
        Random random = new Random(microphones);
        MicrophoneArray array = MicrophoneArray.of(
                RATE,
                SQUARE.microphones().stream()
                        .limit(microphones)
                        .map(Microphone::position)
                        .toArray(Point[]::new));
        float[][] noise = new float[microphones][60 * RATE];
        for (float[] channel : noise) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = 0.1f * (float) random.nextGaussian();
            }
        }
        List<Heard> heard = heard(array, noise);
        assertThat(heard).hasSizeGreaterThan(250);
        assertThat(heard.stream().filter(each -> !each.sources().isEmpty()).count())
                .isLessThanOrEqualTo(5);
        assertThat(heard(array, from(new Direction(20, 0), array, 3)))
                .noneMatch(each -> each.sources().isEmpty());
    }

    private static final MicrophoneArray PAIR = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));

    /** Noise below 2 kHz, read off at times of its own for each channel. */
    private static float[][] pair(double offsetSeconds, double partsPerMillion) {
        int seconds = 20;
        Random random = new Random(7);
        double[] noise = new double[seconds * RATE + 2 * RATE];
        for (int i = 1; i < noise.length; i++) {
            noise[i] = 0.6 * noise[i - 1] + random.nextGaussian();
        }
        float[][] channels = new float[2][seconds * RATE];
        for (int i = 0; i < channels[0].length; i++) {
            channels[0][i] = (float) noise[i + RATE];
            double place = (i / (double) RATE - offsetSeconds) * (1 - 1e-6 * partsPerMillion) * RATE + RATE;
            int index = (int) Math.floor(place);
            channels[1][i] = (float) (noise[index] + (place - index) * (noise[index + 1] - noise[index]));
        }
        return channels;
    }

    private static List<ClockCheck.Drift> drifts(double offsetSeconds, double partsPerMillion) {
        float[][] channels = pair(offsetSeconds, partsPerMillion);
        ClockCheck check = new ClockCheck(PAIR);
        for (int done = 0; done < channels[0].length; done += 1000) {
            int start = done;
            check.push(
                    Arrays.stream(channels)
                            .map(channel -> Arrays.copyOfRange(channel, start, start + 1000))
                            .toArray(float[][]::new),
                    1000);
        }
        return check.drifts();
    }

    @Test
    void channelsOfOneClockKeepTime() {
        assertThat(drifts(0.0003, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {200, -300})
    void clocksThatDriftAreNamed(double partsPerMillion) {
        List<ClockCheck.Drift> drifts = drifts(0, partsPerMillion);
        assertThat(drifts).hasSize(1);
        assertThat(drifts.getFirst().microphone()).isEqualTo(1);
        assertThat(drifts.getFirst().partsPerMillion()).isCloseTo(partsPerMillion, within(10.0));
        assertThat(drifts.getFirst().furthestSeconds()).isCloseTo(19e-6 * Math.abs(partsPerMillion), within(5e-4));
    }

    @Test
    void aWindowOnAFileNamesThemToo(@TempDir Path folder) {
        Path file = folder.resolve("drifting.wav");
        float[][] channels = pair(0, 200);
        for (float[] channel : channels) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] /= 8;
            }
        }
        SoundFile.writeWav(file, channels, RATE);
        try (ChannelWindow window = new ChannelWindow(MultichannelReader.open(file), PAIR)) {
            for (int second = 0; second <= 20; second++) {
                window.around(second);
            }
            assertThat(window.drifts())
                    .singleElement()
                    .satisfies(drift -> assertThat(drift.partsPerMillion()).isCloseTo(200, within(10.0)));
        }
    }

    @Test
    void channelsThatLieBesideEachOtherAreNamed() {
        List<ClockCheck.Drift> drifts = drifts(0.03, 0);
        assertThat(drifts).hasSize(1);
        assertThat(drifts.getFirst().partsPerMillion()).isZero();
        assertThat(drifts.getFirst().furthestSeconds()).isCloseTo(0.03, within(1e-4));
    }
}
