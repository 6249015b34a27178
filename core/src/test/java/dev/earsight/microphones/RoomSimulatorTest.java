package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomSimulatorTest {
    private static final int RATE = 16_000;

    /** Without walls the direct sound arrives after r / c with 1 / (4 pi r), whatever the fraction of a sample. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inFreeFieldDelaysAreExactAndAmplitudesFallWithDistance(long seed) {
        Random random = new Random(seed);
        Point first = new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
        Point second = first.plus(new Point(0.1, 0, 0));
        Point source = new Point(4 * random.nextDouble(), 3, 5);
        MicrophoneArray array = MicrophoneArray.of(RATE, first, second);
        float[][] responses = new RoomSimulator(Room.freeField(), array).impulseResponses(source);
        for (int m = 0; m < 2; m++) {
            double distance = source.distanceTo(array.position(m));
            // At frequency w a pure delay of amplitude a has the transform a exp(-j w t).
            for (double hertz : new double[] {300, 1000, 3000, 6000}) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < responses[m].length; i++) {
                    double turn = 2
                            * Math.PI
                            * hertz
                            * ((i - RoomSimulator.leadSamples()) / (double) RATE - distance / array.speedOfSound());
                    re += responses[m][i] * Math.cos(turn);
                    im -= responses[m][i] * Math.sin(turn);
                }
                assertThat(re * 4 * Math.PI * distance)
                        .as("amplitude at %s Hz", hertz)
                        .isCloseTo(1, within(2e-3));
                assertThat(im / re / (2 * Math.PI * hertz))
                        .as("seconds at %s Hz", hertz)
                        .isCloseTo(0, within(1e-7));
            }
        }
    }

    /** A wall at x = 0: one image behind it, as far as the source is before it. The next come from walls far away. */
    @Test
    void theFirstReflectionComesFromBehindTheWall() {
        Room room = new Room(new Point(100, 100, 100), new Point(2, 50, 50), 0, 10, Absorption.SABINE);
        MicrophoneArray array = MicrophoneArray.of(RATE, Point.ORIGIN, new Point(0, 1, 0));
        List<String> seen = new ArrayList<>();
        ImageSources.visit(
                room.size(),
                new Point(5, 50, 50),
                new Point(2, 50, 50),
                20,
                (place, reflections) -> seen.add(place + " " + reflections));
        assertThat(seen).containsExactlyInAnyOrder(new Point(5, 50, 50) + " 0", new Point(-5, 50, 50) + " 1");
        float[] response = new RoomSimulator(room, array).impulseResponses(new Point(3, 0, 0))[0];
        int direct = (int) Math.round(3 / array.speedOfSound() * RATE) + RoomSimulator.leadSamples();
        int reflected = (int) Math.round(7 / array.speedOfSound() * RATE) + RoomSimulator.leadSamples();
        double ratio = energy(response, reflected) / energy(response, direct);
        assertThat(Math.sqrt(ratio)).isCloseTo(room.reflection(array.speedOfSound()) * 3 / 7, within(0.03));
    }

    private static double energy(float[] response, int around) {
        double sum = 0;
        for (int i = around - 20; i <= around + 20; i++) {
            sum += response[i] * response[i];
        }
        return sum;
    }

    /** Schroeder's decay of what is simulated, at places the walls were not fitted at. */
    @ParameterizedTest
    @CsvSource({"6, 5, 3, 0.2", "6, 5, 3, 0.4", "6, 5, 3, 0.8", "4, 3.5, 2.4, 0.3", "10, 7, 3.2, 0.6", "3, 3, 2.5, 0.15"
    })
    void energyDecaysInTheTimeAskedFor(double x, double y, double z, double seconds) {
        Random random = new Random(7);
        Room room = Room.of(new Point(x, y, z), new Point(0.45 * x, 0.2 * y, 0.4 * z), seconds);
        MicrophoneArray array = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));
        RoomSimulator simulator = new RoomSimulator(room, array);
        for (int trial = 0; trial < 3; trial++) {
            Point source =
                    new Point((random.nextDouble() - 0.5) * 0.5 * x, 0.1 * z, (0.3 + 0.3 * random.nextDouble()) * y);
            for (float[] response : simulator.impulseResponses(source)) {
                double[] energies = new double[response.length];
                for (int i = 0; i < energies.length; i++) {
                    energies[i] = response[i] * response[i];
                }
                double measured = EnergyDecay.reverberationSeconds(energies, RATE);
                assertThat(measured).isCloseTo(seconds, within(0.1 * seconds));
            }
        }
    }

    @Test
    void anExponentialDecayHasItsTime() {
        double[] energies = new double[20_000];
        for (int i = 0; i < energies.length; i++) {
            energies[i] = Math.pow(10, -6.0 * i / 8000);
        }
        assertThat(EnergyDecay.reverberationSeconds(energies, RATE)).isCloseTo(0.5, within(0.005));
        assertThat(EnergyDecay.reverberationSeconds(new double[] {1, 0.9, 0.8}, 1))
                .isNaN();
    }

    @Test
    void wallsFollowSabineAndEyring() {
        Point size = new Point(6, 5, 3);
        // V = 90, S = 126: 24 ln 10 * 90 / (343.2 * 126 * 0.5) = 0.23003...
        double sabine = 24 * Math.log(10) * 90 / (343.2 * 126 * 0.5);
        assertThat(Absorption.SABINE.share(size, 0.5, 343.2))
                .isCloseTo(sabine, within(1e-12))
                .isCloseTo(0.23, within(1e-3));
        assertThat(Absorption.EYRING.share(size, 0.5, 343.2)).isCloseTo(1 - Math.exp(-sabine), within(1e-12));
        assertThatThrownBy(() -> new Room(size, new Point(1, 1, 1), 0, 0.05, Absorption.SABINE).reflection(343.2))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("longer time");
    }

    @Test
    void aCardioidHearsNothingFromBehind() {
        Point facing = new Point(0, 0, 1);
        MicrophoneArray array = new MicrophoneArray(
                RATE,
                343.2,
                List.of(
                        new Microphone(Point.ORIGIN, Directivity.CARDIOID, facing, 0),
                        new Microphone(new Point(0, 0, 1e-6), Directivity.OMNI, facing, 1)),
                Optional.empty());
        RoomSimulator simulator = new RoomSimulator(Room.freeField(), array);
        double[] expected = {1, 0.5, 0};
        Point[] from = {new Point(0, 0, 2), new Point(2, 0, 0), new Point(0, 0, -2)};
        for (int i = 0; i < 3; i++) {
            float[][] responses = simulator.impulseResponses(from[i]);
            double ratio = Math.sqrt(total(responses[0]) / total(responses[1]));
            assertThat(ratio).isCloseTo(expected[i], within(1e-3));
        }
        // Turned with the camera, the front stays the front.
        Room turned = new Room(new Point(9, 9, 9), new Point(4, 4, 4), 90, 0.3, Absorption.SABINE);
        assertThat(turned.turned(facing).x()).isCloseTo(1, within(1e-12));
        assertThat(turned.place(new Point(0, 1, 0)).z()).as("down").isCloseTo(3, within(1e-12));
    }

    private static double total(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return sum;
    }

    @Test
    void noiseAndGainsAreAsLargeAsAskedFor() {
        MicrophoneArray array = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));
        float[] sound = new float[RATE];
        Random random = new Random(1);
        for (int i = 0; i < RATE; i++) {
            sound[i] = (float) random.nextGaussian();
        }
        RoomSimulator simulator = new RoomSimulator(Room.freeField(), array);
        List<RoomSimulator.Sounding> one = List.of(new RoomSimulator.Sounding(new Point(0, 0, 1), sound));
        float[][] clean = simulator.record(one, RATE, RoomSimulator.Errors.NONE, 1);
        float[][] noisy = simulator.record(one, RATE, new RoomSimulator.Errors(10, 0, 0), 1);
        double signal = total(clean[0]) + total(clean[1]);
        double noise = 0;
        for (int m = 0; m < 2; m++) {
            for (int i = 0; i < RATE; i++) {
                noise += Math.pow(noisy[m][i] - clean[m][i], 2);
            }
        }
        assertThat(10 * Math.log10(signal / noise)).isCloseTo(10, within(0.1));
        // Over many seeds the gains scatter as asked for.
        double squares = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[][] uneven =
                    simulator.record(one, 500, new RoomSimulator.Errors(Double.POSITIVE_INFINITY, 2, 0), seed);
            double power = 0;
            for (int i = 0; i < 500; i++) {
                power += clean[0][i] * clean[0][i];
            }
            squares += Math.pow(10 * Math.log10(total(uneven[0]) / power), 2) / 200;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(2, within(0.3));
    }

    @Test
    void whatIsOutsideOfTheRoomIsRefused() {
        Room room = Room.of(new Point(4, 4, 2.5), new Point(2, 1, 1), 0.3);
        MicrophoneArray array = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));
        assertThatThrownBy(() -> new RoomSimulator(room, array).impulseResponses(new Point(0, 0, 3.5)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("outside of the room");
    }

    /** In a room directions get worse, and stay usable: SRP-PHAT with four microphones, a second of noise, 0.4 s. */
    @Test
    void directionsSurviveAnOrdinaryRoom() {
        MicrophoneArray array = MicrophoneArray.of(
                RATE,
                new Point(0.1, 0.1, 0),
                new Point(-0.1, 0.1, 0),
                new Point(-0.1, -0.1, 0),
                new Point(0.1, -0.1, 0));
        Room room = Room.of(new Point(6, 5, 3), new Point(2.8, 1.1, 1.3), 0.4);
        Framing framing = Framing.of(RATE, 200, 7500, array.longestLagSeconds());
        SteeredResponse search = new SteeredResponse(array, framing, DirectionGrid.of(array, 2));
        RoomSimulator simulator = new RoomSimulator(room, array);
        Random random = new Random(3);
        int near = 0;
        for (int trial = 0; trial < 10; trial++) {
            Direction truth = new Direction(80 * random.nextDouble() - 40, 20 * random.nextDouble() - 10);
            float[] sound = new float[RATE];
            for (int i = 0; i < RATE; i++) {
                sound[i] = (float) random.nextGaussian();
            }
            float[][] recorded = simulator.record(
                    List.of(new RoomSimulator.Sounding(truth.vector().times(2), sound)),
                    RATE,
                    new RoomSimulator.Errors(20, 0.5, 0.001),
                    trial);
            double error = search.find(CrossSpectra.of(recorded, framing), 1)
                    .getFirst()
                    .direction()
                    .degreesTo(truth);
            near += error < 10 ? 1 : 0;
        }
        assertThat(near).isGreaterThanOrEqualTo(8);
    }
}
