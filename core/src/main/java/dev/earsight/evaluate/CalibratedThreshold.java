package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where to say "yes, this sounds here": an operating point chosen on validation pairs, matched and not. A score at or
 * above the threshold says yes. Thresholds lie half-way between two scores that occurred; where several are equally
 * good, the highest is taken, for fewer false alarms.
 *
 * @param threshold the lowest score that says yes
 * @param hitRate share of matches at or above it
 * @param falseAlarmRate share of mismatches at or above it
 */
public record CalibratedThreshold(double threshold, double hitRate, double falseAlarmRate) {
    /** The point with the greatest hit rate less false-alarm rate (Youden's J). */
    public static CalibratedThreshold youden(double[] scores, boolean[] matched) {
        CalibratedThreshold best = new CalibratedThreshold(Double.POSITIVE_INFINITY, 0, 0);
        for (CalibratedThreshold here : points(scores, matched)) {
            if (here.hitRate - here.falseAlarmRate > best.hitRate - best.falseAlarmRate) {
                best = here;
            }
        }
        return best;
    }

    /** The lowest threshold with no more than this share of false alarms, e.g. 0.05. */
    public static CalibratedThreshold falseAlarms(double[] scores, boolean[] matched, double mostFalseAlarms) {
        CalibratedThreshold best = new CalibratedThreshold(Double.POSITIVE_INFINITY, 0, 0);
        for (CalibratedThreshold here : points(scores, matched)) {
            if (here.falseAlarmRate <= mostFalseAlarms) {
                best = here;
            }
        }
        return best;
    }

    /** The rates at a threshold given. */
    public static CalibratedThreshold at(double threshold, double[] scores, boolean[] matched) {
        double[] yes = new double[2];
        double[] count = new double[2];
        for (int i = 0; i < scores.length; i++) {
            int kind = matched[i] ? 1 : 0;
            count[kind]++;
            yes[kind] += scores[i] >= threshold ? 1 : 0;
        }
        return new CalibratedThreshold(threshold, yes[1] / count[1], yes[0] / count[0]);
    }

    /** Every point of the ROC curve, from above the highest score downwards. */
    private static List<CalibratedThreshold> points(double[] scores, boolean[] matched) {
        Numbers.requireSameLength(scores.length, matched.length);
        Numbers.requireFinite(scores, "score");
        Integer[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toArray(Integer[]::new);
        double matches = 0;
        for (boolean match : matched) {
            matches += match ? 1 : 0;
        }
        double mismatches = matched.length - matches;
        if (matches == 0 || mismatches == 0) {
            throw new IllegalArgumentException("A threshold needs matched and mismatched pairs");
        }
        List<CalibratedThreshold> points = new ArrayList<>();
        points.add(new CalibratedThreshold(Math.nextUp(scores[order[0]]), 0, 0));
        double hits = 0;
        double alarms = 0;
        for (int i = 0; i < order.length; i++) {
            hits += matched[order[i]] ? 1 : 0;
            alarms += matched[order[i]] ? 0 : 1;
            double here = scores[order[i]];
            double next = i + 1 < order.length ? scores[order[i + 1]] : here;
            if (next < here || i + 1 == order.length) {
                double middle = next / 2 + here / 2;
                // Between neighbors of floating point there is no middle.
                double threshold = middle > next && middle < here ? middle : here;
                points.add(new CalibratedThreshold(threshold, hits / matches, alarms / mismatches));
            }
        }
        return points;
    }
}
