package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Level and faults of each channel over one frame; several frames are judged together.
 *
 * @param powers mean squares without the mean, {@code [microphone]}
 * @param clipped shares of samples at full scale, {@code [microphone]}
 * @param differences mean squares of the difference from each earlier channel, {@code [microphone][earlier]}
 */
@SuppressWarnings("ArrayRecordComponent") // dozens a second, never compared
record ChannelCheck(double[] powers, double[] clipped, double[][] differences) {
    private static final double FULL_SCALE = 0.999;
    private static final double MOST_CLIPPED = 0.001;
    private static final double DEAD_POWER_RATIO = 1e-4;

    /** Two microphones are never this much alike: gains and places differ. What differs less was copied, perhaps by a lossy codec. */
    private static final double COPY_POWER_RATIO = 1e-4;

    static ChannelCheck of(float[][] channels, int start, int count) {
        double[] powers = new double[channels.length];
        double[] clipped = new double[channels.length];
        double[][] differences = new double[channels.length][];
        for (int m = 0; m < channels.length; m++) {
            double sum = 0;
            double squares = 0;
            int full = 0;
            for (int i = start; i < start + count; i++) {
                double value = channels[m][i];
                sum += value;
                squares += value * value;
                full += Math.abs(value) >= FULL_SCALE ? 1 : 0;
            }
            powers[m] = Math.max(0, squares / count - sum / count * sum / count);
            clipped[m] = full / (double) count;
            differences[m] = new double[m];
            for (int other = 0; other < m; other++) {
                double apart = 0;
                for (int i = start; i < start + count; i++) {
                    double difference = channels[m][i] - channels[other][i];
                    apart += difference * difference;
                }
                differences[m][other] = apart / count;
            }
        }
        return new ChannelCheck(powers, clipped, differences);
    }

    /** Over several frames. */
    static ChannelCheck over(Collection<ChannelCheck> checks) {
        int size = checks.iterator().next().powers.length;
        double[][] differences = new double[size][];
        double[] powers = new double[size];
        double[] clipped = new double[size];
        for (int m = 0; m < size; m++) {
            int channel = m;
            powers[m] = mean(checks, check -> check.powers[channel]);
            clipped[m] = mean(checks, check -> check.clipped[channel]);
            differences[m] = new double[m];
            for (int other = 0; other < m; other++) {
                int earlier = other;
                differences[m][other] = mean(checks, check -> check.differences[channel][earlier]);
            }
        }
        return new ChannelCheck(powers, clipped, differences);
    }

    private static double mean(Collection<ChannelCheck> checks, ToDoubleFunction<ChannelCheck> value) {
        return checks.stream().mapToDouble(value).average().orElse(0);
    }

    /** The median over the channels in decibels of full scale (a sine of full scale has -3); -200 for digital silence. */
    double levelDecibels() {
        return 10 * Math.log10(Math.max(1e-20, medianPower()));
    }

    private double medianPower() {
        double[] sorted = powers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    List<ChannelFault> faults() {
        List<ChannelFault> faults = new ArrayList<>();
        double median = medianPower();
        for (int m = 0; m < powers.length; m++) {
            if (powers[m] < median * DEAD_POWER_RATIO) {
                faults.add(new ChannelFault(m, ChannelFault.Kind.DEAD, false));
            } else if (clipped[m] > MOST_CLIPPED) {
                faults.add(new ChannelFault(m, ChannelFault.Kind.CLIPPED, false));
            } else if (isCopy(m)) {
                faults.add(new ChannelFault(m, ChannelFault.Kind.DUPLICATE, false));
            }
        }
        return faults;
    }

    private boolean isCopy(int m) {
        return Arrays.stream(differences[m]).anyMatch(difference -> difference < COPY_POWER_RATIO * powers[m]);
    }
}
