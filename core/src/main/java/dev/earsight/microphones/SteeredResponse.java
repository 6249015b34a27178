package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Steered response power with phase transform (SRP-PHAT; DiBiase 2000): the direction whose delays the correlations of all pairs agree on best,
 * {@code P(q) = mean over pairs of R_mn(tau_mn(q))}.
 *
 * <p>Coarse to fine and exact: the delay of a pair changes by at most {@code |r_m - r_n| / c} per radian, so the highest correlation within that
 * many lags of a cell's center bounds what any direction in the cell can reach. Cells are looked into in the order of their bounds until none can hold a
 * higher response; the answer is that of a search over all directions. From the best direction of the grid the response is followed uphill, far below a step.
 *
 * <p>Further sources are found one by one, each pair's peak at the last one's delay taken out first. Holds tables for one array: one instance per thread.
 */
public final class SteeredResponse implements SourceSearch {
    private static final int LAGS_PER_PERIOD = 16;
    private static final double NOISE_DEVIATIONS = 4.5;
    private static final double BINS_PER_INDEPENDENT_ONE = 1.5;

    private final MicrophoneArray array;
    private final DirectionGrid grid;
    private final Weighting weighting;
    private final LagTransform transform;
    private final List<Shell> shells = new ArrayList<>();
    private final int pairs;

    /** The grid at one distance: where each cell's center, and its directions one after the other, lie in each pair's correlation. */
    private record Shell(double distanceMeters, int[] reach, float[][] centers, float[][] places) {}

    /** A grid direction and what it reaches. */
    private record Found(Point direction, double distanceMeters, double response) {}

    /** The usual: phase transform, sources far away. */
    public SteeredResponse(MicrophoneArray array, Framing framing, DirectionGrid grid) {
        this(array, framing, grid, Weighting.PHAT, List.of(Double.POSITIVE_INFINITY));
    }

    /**
     * @param distances distances from the camera's center to search at, in metres; infinity for plane waves. A source nearer than some ten
     *     lengths of the array has curved waves, and a camera beside the array sees it in another direction
     */
    public SteeredResponse(
            MicrophoneArray array, Framing framing, DirectionGrid grid, Weighting weighting, List<Double> distances) {
        this.array = array;
        this.grid = grid;
        this.weighting = weighting;
        this.transform = new LagTransform(framing, array.longestLagSeconds(), LAGS_PER_PERIOD);
        this.pairs = array.size() * (array.size() - 1) / 2;
        distances.forEach(distance -> shells.add(shell(distance)));
    }

    private Shell shell(double distanceMeters) {
        List<DirectionGrid.Cell> cells = grid.cells();
        float[][] centers = new float[cells.size()][];
        float[][] places = new float[cells.size()][];
        double radius = 0;
        for (int c = 0; c < places.length; c++) {
            DirectionGrid.Cell cell = cells.get(c);
            radius = Math.max(radius, cell.radius());
            centers[c] = places(cell.center(), distanceMeters);
            places[c] = new float[cell.directions().size() * pairs];
            for (int d = 0; d < cell.directions().size(); d++) {
                System.arraycopy(places(cell.directions().get(d), distanceMeters), 0, places[c], d * pairs, pairs);
            }
        }
        return new Shell(distanceMeters, reach(radius, distanceMeters), centers, places);
    }

    /** How many lags the delay of each pair can change between a cell's center and its rim. */
    private int[] reach(double radius, double distanceMeters) {
        int[] reach = new int[pairs];
        for (int m = 0, pair = 0; m < array.size(); m++) {
            for (int n = m + 1; n < array.size(); n++, pair++) {
                Point a = array.position(m);
                Point b = array.position(n);
                double metersPerRadian = a.distanceTo(b);
                if (Double.isFinite(distanceMeters)) {
                    // The unit vectors from both microphones differ by at most their distance over that of the source.
                    double nearest = distanceMeters - Math.max(a.norm(), b.norm());
                    metersPerRadian = nearest > 0
                            ? Math.min(2 * distanceMeters, metersPerRadian * distanceMeters / nearest)
                            : 2 * distanceMeters;
                }
                double lags = metersPerRadian * radius / array.speedOfSound() / transform.spacingSeconds();
                reach[pair] = (int) Math.ceil(Math.min(lags, 2.0 * transform.lags())) + 2;
            }
        }
        return reach;
    }

    private float[] places(Point direction, double distanceMeters) {
        float[] places = new float[pairs];
        for (int m = 0, pair = 0; m < array.size(); m++) {
            for (int n = m + 1; n < array.size(); n++, pair++) {
                places[pair] = PairCorrelations.place(transform, array.lagSeconds(m, n, direction, distanceMeters));
            }
        }
        return places;
    }

    @Override
    public List<SoundSource> find(CrossSpectra spectra, int count) {
        PairCorrelations left = PairCorrelations.of(spectra, weighting, transform);
        List<Found> found = new ArrayList<>();
        double rest = 0;
        for (int i = 0; i <= count; i++) {
            Found best = climbed(left, highest(left));
            if (best.response() <= 1e-9) {
                break;
            }
            if (i == count) {
                rest = best.response();
            } else {
                found.add(best);
                left = left.without(places(best.direction(), best.distanceMeters()));
            }
        }
        double most = rest;
        return found.stream()
                .map(source -> new SoundSource(
                        Direction.of(source.direction()),
                        source.distanceMeters(),
                        source.response(),
                        Math.clamp(1 - most / source.response(), 0, 1)))
                .toList();
    }

    /**
     * What independent noise hardly ever reaches anywhere: {@value #NOISE_DEVIATIONS} standard deviations of a mean of unit phasors with random
     * phases, one for each frequency and pair. A window and its zeros make neighboring bins depend on each other.
     */
    static double noiseScore(Framing framing, int microphones) {
        double independent =
                framing.bins() / BINS_PER_INDEPENDENT_ONE * framing.frameSamples() / framing.transformSamples();
        return NOISE_DEVIATIONS / Math.sqrt(2 * independent * microphones * (microphones - 1) / 2);
    }

    /** The response of one direction, at most 1. */
    public double response(CrossSpectra spectra, Direction direction, double distanceMeters) {
        return cubic(PairCorrelations.of(spectra, weighting, transform), direction.vector(), distanceMeters);
    }

    /** The highest direction of the grid by looking at all of them: what the bounded search must agree with. */
    Direction highestOfAll(CrossSpectra spectra) {
        PairCorrelations correlations = PairCorrelations.of(spectra, weighting, transform);
        Found best = new Found(Point.ORIGIN, 0, Double.NEGATIVE_INFINITY);
        for (Shell shell : shells) {
            for (int c = 0; c < shell.places().length; c++) {
                best = highestIn(correlations, shell, c, best);
            }
        }
        return Direction.of(best.direction());
    }

    /** The same, by bounds. */
    Direction highestByBounds(CrossSpectra spectra) {
        return Direction.of(
                highest(PairCorrelations.of(spectra, weighting, transform)).direction());
    }

    private Found highest(PairCorrelations correlations) {
        Found best = new Found(Point.ORIGIN, 0, Double.NEGATIVE_INFINITY);
        for (Shell shell : shells) {
            double[] bounds = bounds(correlations, shell);
            Integer[] order = new Integer[bounds.length];
            Arrays.setAll(order, c -> c);
            Arrays.sort(order, Comparator.comparingDouble((Integer c) -> -bounds[c]));
            for (int c : order) {
                if (bounds[c] <= best.response()) {
                    break;
                }
                best = highestIn(correlations, shell, c, best);
            }
        }
        return best;
    }

    private double[] bounds(PairCorrelations correlations, Shell shell) {
        float[][] highest = new float[pairs][];
        for (int pair = 0; pair < pairs; pair++) {
            highest[pair] = correlations.highestWithin(pair, shell.reach()[pair]);
        }
        double[] bounds = new double[shell.centers().length];
        for (int c = 0; c < bounds.length; c++) {
            float sum = 0;
            for (int pair = 0; pair < pairs; pair++) {
                sum += highest[pair][Math.round(shell.centers()[c][pair])];
            }
            bounds[c] = sum / pairs + 1e-6;
        }
        return bounds;
    }

    private Found highestIn(PairCorrelations correlations, Shell shell, int cell, Found best) {
        float[] places = shell.places()[cell];
        float highest = (float) (pairs * best.response());
        int place = -1;
        for (int d = 0, at = 0; at < places.length; d++) {
            float sum = 0;
            for (int pair = 0; pair < pairs; pair++, at++) {
                sum += correlations.linear(pair, places[at]);
            }
            if (sum > highest) {
                highest = sum;
                place = d;
            }
        }
        return place < 0
                ? best
                : new Found(grid.cells().get(cell).directions().get(place), shell.distanceMeters(), highest / pairs);
    }

    private Found climbed(PairCorrelations correlations, Found start) {
        double distance = start.distanceMeters();
        Climb top = Climb.from(start.direction(), grid, direction -> cubic(correlations, direction, distance));
        return new Found(top.direction(), distance, top.height());
    }

    private double cubic(PairCorrelations correlations, Point direction, double distanceMeters) {
        double sum = 0;
        for (int m = 0, pair = 0; m < array.size(); m++) {
            for (int n = m + 1; n < array.size(); n++, pair++) {
                sum += correlations.cubic(pair, correlations.place(array.lagSeconds(m, n, direction, distanceMeters)));
            }
        }
        return sum / pairs;
    }
}
