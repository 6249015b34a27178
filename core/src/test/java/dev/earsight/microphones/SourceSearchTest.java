package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directions from arrivals made exactly, without echoes. */
class SourceSearchTest {
    private static final int RATE = 48_000;
    private static final double FAR = Double.POSITIVE_INFINITY;

    private static final MicrophoneArray TETRAHEDRON = MicrophoneArray.of(
            RATE,
            new Point(0.05, 0, -0.03),
            new Point(-0.05, 0, -0.03),
            new Point(0, 0.05, 0.03),
            new Point(0, -0.05, 0.03));
    private static final MicrophoneArray SQUARE = MicrophoneArray.of(
            RATE,
            new Point(0.05, 0.05, 0),
            new Point(-0.05, 0.05, 0),
            new Point(-0.05, -0.05, 0),
            new Point(0.05, -0.05, 0));
    private static final MicrophoneArray PAIR = MicrophoneArray.of(RATE, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));

    private static Framing framing(MicrophoneArray array) {
        return Framing.of(RATE, 200, 8000, array.longestLagSeconds());
    }

    private static CrossSpectra heard(
            MicrophoneArray array, Random random, double decibels, double distance, Direction... sources) {
        float[][] sum = new float[array.size()][RATE];
        for (Direction source : sources) {
            double[] arrivals = new double[array.size()];
            for (int m = 0; m < arrivals.length; m++) {
                arrivals[m] = array.arrivalSeconds(m, source.vector(), distance);
            }
            float[][] one = Made.delayed(random, RATE, 100, 8000, arrivals, decibels);
            for (int m = 0; m < sum.length; m++) {
                for (int i = 0; i < RATE; i++) {
                    sum[m][i] += one[m][i];
                }
            }
        }
        return CrossSpectra.of(sum, framing(array));
    }

    private static Direction anywhere(Random random) {
        return new Direction(360 * random.nextDouble() - 180, Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)));
    }

    private static Direction ahead(Random random) {
        return new Direction(140 * random.nextDouble() - 70, 100 * random.nextDouble() - 50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aTetrahedronHearsAllDirections(long seed) {
        Random random = new Random(seed);
        Direction truth = anywhere(random);
        CrossSpectra spectra = heard(TETRAHEDRON, random, 20, FAR, truth);
        DirectionGrid grid = DirectionGrid.of(TETRAHEDRON, 2);
        List<SoundSource> steered = new SteeredResponse(TETRAHEDRON, framing(TETRAHEDRON), grid).find(spectra, 1);
        List<SoundSource> subspace = new SubspaceSearch(TETRAHEDRON, DirectionGrid.of(TETRAHEDRON, 4)).find(spectra, 1);
        assertThat(steered.getFirst().direction().degreesTo(truth)).isLessThan(0.15);
        assertThat(steered.getFirst().confidence()).isGreaterThan(0.3);
        assertThat(subspace.getFirst().direction().degreesTo(truth)).isLessThan(0.3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPlaneAnswersTheSideThatTheCameraSees(long seed) {
        Random random = new Random(seed);
        Direction truth = ahead(random);
        Direction mirrored = new Direction(180 - truth.azimuthDegrees(), truth.elevationDegrees());
        DirectionGrid grid = DirectionGrid.of(SQUARE, 1);
        SteeredResponse search = new SteeredResponse(SQUARE, framing(SQUARE), grid);
        assertThat(search.find(heard(SQUARE, random, 20, FAR, truth), 1)
                        .getFirst()
                        .direction()
                        .degreesTo(truth))
                .isLessThan(0.3);
        assertThat(search.find(heard(SQUARE, random, 20, FAR, mirrored), 1)
                        .getFirst()
                        .direction()
                        .degreesTo(truth))
                .isLessThan(0.3);
    }

    /** A pair measures the angle to its axis: {@code sin azimuth cos elevation} alone. */
    @ParameterizedTest
    @CsvSource({"30, 0", "-50, 0", "0, 0", "20, 40"})
    void aPairHearsACone(double azimuth, double elevation) {
        Direction truth = new Direction(azimuth, elevation);
        CrossSpectra spectra = heard(PAIR, new Random(3), 20, FAR, truth);
        SoundSource found = new SteeredResponse(PAIR, framing(PAIR), DirectionGrid.of(PAIR, 1))
                .find(spectra, 1)
                .getFirst();
        double expected = Math.toDegrees(Math.asin(truth.vector().x()));
        assertThat(found.direction().azimuthDegrees()).isCloseTo(expected, within(0.1));
        assertThat(found.direction().elevationDegrees()).isCloseTo(0, within(1e-9));
        double delay = new DelayEstimator(framing(PAIR), PAIR.longestLagSeconds(), Weighting.PHAT)
                .between(spectra, 0, 1)
                .seconds();
        assertThat(Math.toDegrees(Math.asin(PAIR.speedOfSound() * delay / 0.2))).isCloseTo(expected, within(0.1));
    }

    /** At any noise, echoes or nothing but noise: leaving cells out must not change the answer. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boundsNeverLoseTheHighestDirection(long seed) {
        Random random = new Random(seed);
        Point[] places = new Point[3 + (int) (seed % 3)];
        for (int m = 0; m < places.length; m++) {
            places[m] = new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(0.1);
        }
        MicrophoneArray array = MicrophoneArray.of(RATE, places);
        CrossSpectra spectra = heard(array, random, seed % 2 == 0 ? -25 : 5, FAR, anywhere(random), anywhere(random));
        DirectionGrid grid = DirectionGrid.of(array, 3);
        List<Double> distances = seed % 4 == 0 ? List.of(0.7, 2.0, FAR) : List.of(FAR);
        SteeredResponse search = new SteeredResponse(array, framing(array), grid, Weighting.PHAT, distances);
        assertThat(search.highestByBounds(spectra)).isEqualTo(search.highestOfAll(spectra));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void severalSourcesAreFoundOneAfterTheOther(long seed) {
        Random random = new Random(seed);
        Direction left = new Direction(-50 + 10 * random.nextDouble(), 20 * random.nextDouble());
        Direction right = new Direction(30 + 10 * random.nextDouble(), -20 * random.nextDouble());
        CrossSpectra spectra = heard(SQUARE, random, 20, FAR, left, right);
        List<SourceSearch> searches = List.of(
                new SteeredResponse(SQUARE, framing(SQUARE), DirectionGrid.of(SQUARE, 1)),
                new SubspaceSearch(SQUARE, DirectionGrid.of(SQUARE, 3)));
        for (SourceSearch search : searches) {
            List<Direction> found =
                    search.find(spectra, 2).stream().map(SoundSource::direction).toList();
            assertThat(found).hasSize(2);
            for (Direction truth : List.of(left, right)) {
                assertThat(found).as(search.getClass().getSimpleName()).anyMatch(each -> each.degreesTo(truth) < 3);
            }
        }
    }

    @Test
    void aNearSourceIsPlacedByItsCurvedWaves() {
        Direction truth = new Direction(25, -10);
        MicrophoneArray beside = MicrophoneArray.of(
                RATE, new Point(0.2, 0, 0), new Point(0.4, 0, 0), new Point(0.3, 0.1, 0), new Point(0.3, -0.1, 0.02));
        CrossSpectra spectra = heard(beside, new Random(4), 30, 0.8, truth);
        DirectionGrid grid = DirectionGrid.of(beside, 2, direction -> Math.abs(direction.azimuthDegrees()) < 60);
        SoundSource near = new SteeredResponse(
                        beside, framing(beside), grid, Weighting.PHAT, List.of(0.5, 0.8, 1.3, FAR))
                .find(spectra, 1)
                .getFirst();
        assertThat(near.distanceMeters()).isEqualTo(0.8);
        assertThat(near.direction().degreesTo(truth)).isLessThan(0.5);
        SoundSource far = new SteeredResponse(beside, framing(beside), grid)
                .find(spectra, 1)
                .getFirst();
        assertThat(far.direction().degreesTo(truth)).as("parallax").isGreaterThan(10);
    }

    @Test
    void silenceComesFromNowhere() {
        CrossSpectra spectra = CrossSpectra.of(new float[4][RATE], framing(SQUARE));
        DirectionGrid grid = DirectionGrid.of(SQUARE, 5);
        assertThat(new SteeredResponse(SQUARE, framing(SQUARE), grid).find(spectra, 2))
                .isEmpty();
        assertThat(new SubspaceSearch(SQUARE, grid).find(spectra, 2)).isEmpty();
    }

    @Test
    void theGridHasTheDirectionsThatTheArrayCanTellApart() {
        assertThat(TETRAHEDRON.shape()).isEqualTo(MicrophoneArray.Shape.SPATIAL);
        assertThat(SQUARE.shape()).isEqualTo(MicrophoneArray.Shape.PLANAR);
        assertThat(PAIR.shape()).isEqualTo(MicrophoneArray.Shape.LINEAR);
        // 4 pi over one square degree, half of it, and half a circle.
        assertThat(DirectionGrid.of(TETRAHEDRON, 1).size()).isCloseTo(41_253, within(100));
        assertThat(DirectionGrid.of(SQUARE, 1).size()).isCloseTo(20_627, within(200));
        assertThat(DirectionGrid.of(PAIR, 1).size()).isEqualTo(181);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theMapOnThePicturePointsAtTheSource(long seed) {
        Random random = new Random(seed);
        CameraModel camera = new CameraModel(640, 480, 500, 505, 322, 238, -0.12, 0.03, 0.001, -0.002, 0);
        MicrophoneArray array = SQUARE.with(camera);
        int row = random.nextInt(14);
        int column = random.nextInt(14);
        Pixel pixel = new Pixel(
                (column + 0.2 + 0.6 * random.nextDouble()) * 640 / 14 - 0.5,
                (row + 0.2 + 0.6 * random.nextDouble()) * 480 / 14 - 0.5);
        CrossSpectra spectra = heard(array, random, 10, FAR, Direction.of(camera.ray(pixel)));
        var map = new AcousticMap(array, framing(array), 14, 14, FAR).responses(spectra);
        var peak = map.peak();
        assertThat(peak.row()).isEqualTo(row);
        assertThat(peak.column()).isEqualTo(column);
        double sum = 0;
        for (float each : AcousticMap.logProbabilities(map, 0.1).scores()) {
            sum += Math.exp(each);
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
    }
}
