package dev.earsight.diagnose;

import dev.earsight.evaluate.CalibratedThreshold;
import java.util.stream.IntStream;

/**
 * The threshold for a rate of false alarms, and what it does to pairs that had no part in choosing it.
 *
 * @param chosen log-odds from which on a pair is said to match, and the rates on the pairs it was chosen on
 * @param asked the rate of false alarms asked for
 * @param heldOutHitRate hit rate when each fifth of the sources is judged by a threshold chosen on the others
 * @param heldOutFalseAlarmRate the rate of false alarms then
 * @param matched matched pairs
 * @param mismatched mismatched pairs
 */
public record OperatingChoice(
        CalibratedThreshold chosen,
        double asked,
        double heldOutHitRate,
        double heldOutFalseAlarmRate,
        long matched,
        long mismatched) {
    static OperatingChoice of(double[] scores, boolean[] match, String[] sources, double falseAlarms) {
        int[] parts = OneSidedProbe.parts(sources);
        double[] yes = new double[2];
        double[] count = new double[2];
        for (int part = 0; part < OneSidedProbe.PARTS; part++) {
            int held = part;
            int[] others = IntStream.range(0, parts.length)
                    .filter(i -> parts[i] != held)
                    .toArray();
            boolean[] kinds = new boolean[others.length];
            for (int j = 0; j < others.length; j++) {
                kinds[j] = match[others[j]];
            }
            double threshold = CalibratedThreshold.falseAlarms(
                            IntStream.of(others).mapToDouble(i -> scores[i]).toArray(), kinds, falseAlarms)
                    .threshold();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] == held) {
                    int kind = match[i] ? 1 : 0;
                    count[kind]++;
                    yes[kind] += scores[i] >= threshold ? 1 : 0;
                }
            }
        }
        long matched = IntStream.range(0, match.length).filter(i -> match[i]).count();
        return new OperatingChoice(
                CalibratedThreshold.falseAlarms(scores, match, falseAlarms),
                falseAlarms,
                yes[1] / count[1],
                yes[0] / count[0],
                matched,
                match.length - matched);
    }

    /** The threshold as a probability. */
    public double probability() {
        // Localization compares 32-bit probabilities: one step up keeps rounding from letting in a score just below.
        float rounded = (float) (1 / (1 + Math.exp(-chosen.threshold())));
        return Math.min(1, Math.nextUp(rounded));
    }
}
