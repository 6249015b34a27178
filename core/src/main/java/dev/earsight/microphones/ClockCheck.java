package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Whether the channels of a recording keep time with each other. Recorders with clocks of their own drift apart by tens of microseconds a second; after a
 * minute no delay means anything. Once every {@value #EVERY_SECONDS} seconds the delay of each channel after the first is looked for far beyond what the array allows; a
 * recording whose delays stay within it keeps time. One instance per recording.
 */
public final class ClockCheck {
    private static final double EVERY_SECONDS = 2;
    private static final double REACH_SECONDS = 0.25;
    private static final int TOLERANCE_SAMPLES = 4;
    private static final int FEWEST = 4;

    /** All slopes between so many moments are enough for their median. */
    private static final int MOST_SLOPED = 300;

    /** A peak lower than so many times the correlation's root mean square is none. */
    private static final double LEAST_PROMINENCE = 10;

    private final MicrophoneArray array;
    private final int blockSamples;
    private final long everySamples;
    private final DoubleFFT_1D transform;
    private final int size;
    private final float[][] block;
    private int filled;
    private long position;
    private final List<List<double[]>> delays = new ArrayList<>();

    /**
     * A channel that does not keep time with the first.
     *
     * @param microphone its place in the array, from 0
     * @param partsPerMillion how much slower its clock runs than the first channel's, negative for faster; 0 where it only lies beside
     * @param furthestSeconds the largest delay seen
     */
    public record Drift(int microphone, double partsPerMillion, double furthestSeconds) {}

    /** For the array's channels. */
    public ClockCheck(MicrophoneArray array) {
        this.array = array;
        blockSamples = array.sampleRateHz();
        everySamples = Math.round(EVERY_SECONDS * array.sampleRateHz());
        size = Integer.highestOneBit(blockSamples) * 4;
        transform = new DoubleFFT_1D(size);
        block = new float[array.size()][blockSamples];
        for (int m = 0; m < array.size(); m++) {
            delays.add(new ArrayList<>());
        }
    }

    /** Takes the next samples, {@code [microphone][sample]}. */
    public void push(float[][] channels, int count) {
        for (int done = 0; done < count; ) {
            long within = position % everySamples;
            int some;
            if (within < blockSamples) {
                some = (int) Math.min(count - done, blockSamples - within);
                for (int m = 0; m < block.length; m++) {
                    System.arraycopy(channels[m], done, block[m], filled, some);
                }
                filled += some;
                if (filled == blockSamples) {
                    look();
                    filled = 0;
                }
            } else {
                some = (int) Math.min(count - done, everySamples - within);
            }
            done += some;
            position += some;
        }
    }

    /** The channels that do not keep time, so far. */
    public List<Drift> drifts() {
        List<Drift> drifts = new ArrayList<>();
        for (int m = 1; m < array.size(); m++) {
            drift(m).ifPresent(drifts::add);
        }
        return drifts;
    }

    private Optional<Drift> drift(int m) {
        List<double[]> seen = delays.get(m);
        if (seen.size() < FEWEST) {
            return Optional.empty();
        }
        double possible = array.position(m).distanceTo(array.position(0)) / array.speedOfSound()
                + TOLERANCE_SAMPLES / (double) array.sampleRateHz();
        double[] beyond = seen.stream()
                .mapToDouble(each -> Math.abs(each[1]))
                .filter(delay -> delay > possible)
                .toArray();
        // A single block may be mistaken; a clock is wrong for good.
        if (beyond.length < Math.max(3, seen.size() / 3)) {
            return Optional.empty();
        }
        List<Double> slopes = new ArrayList<>();
        int step = Math.ceilDiv(seen.size(), MOST_SLOPED);
        for (int i = 0; i < seen.size(); i += step) {
            for (int j = i + step; j < seen.size(); j += step) {
                slopes.add((seen.get(j)[1] - seen.get(i)[1]) / (seen.get(j)[0] - seen.get(i)[0]));
            }
        }
        slopes.sort(null);
        double slope = slopes.get(slopes.size() / 2);
        double length = seen.getLast()[0] - seen.getFirst()[0];
        boolean drifts = Math.abs(slope) * length > possible;
        return Optional.of(new Drift(
                m, drifts ? 1e6 * slope : 0, Arrays.stream(beyond).max().orElse(0)));
    }

    private void look() {
        double[] first = spectrum(0);
        for (int m = 1; m < block.length; m++) {
            double[] cross = spectrum(m);
            for (int i = 2; i < size; i += 2) {
                double re = cross[i] * first[i] + cross[i + 1] * first[i + 1];
                double im = cross[i + 1] * first[i] - cross[i] * first[i + 1];
                double magnitude = Math.hypot(re, im);
                double hertz = i / 2.0 * array.sampleRateHz() / size;
                boolean heard = magnitude > 1e-12 && hertz > 100 && hertz < 8000;
                cross[i] = heard ? re / magnitude : 0;
                cross[i + 1] = heard ? im / magnitude : 0;
            }
            cross[0] = 0;
            cross[1] = 0;
            transform.realInverse(cross, true);
            note(m, cross);
        }
    }

    private void note(int m, double[] correlation) {
        int reach = (int) (REACH_SECONDS * array.sampleRateHz());
        int best = 0;
        double squares = 0;
        for (int lag = -reach; lag <= reach; lag++) {
            double value = correlation[Math.floorMod(lag, size)];
            squares += value * value;
            best = value > correlation[Math.floorMod(best, size)] ? lag : best;
        }
        double rms = Math.sqrt(squares / (2 * reach + 1));
        if (rms > 0 && correlation[Math.floorMod(best, size)] > LEAST_PROMINENCE * rms) {
            delays.get(m)
                    .add(new double[] {position / (double) array.sampleRateHz(), best / (double) array.sampleRateHz()});
        }
    }

    private double[] spectrum(int m) {
        double[] spectrum = new double[size];
        for (int i = 0; i < blockSamples; i++) {
            spectrum[i] = block[m][i];
        }
        transform.realForward(spectrum);
        return spectrum;
    }
}
