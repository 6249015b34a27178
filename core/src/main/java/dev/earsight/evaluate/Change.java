package dev.earsight.evaluate;

/**
 * What a measure becomes when one thing is changed, on the same items: the difference of two answers to the same questions is
 * known far better than either answer.
 *
 * @param measure what is measured
 * @param before its value when nothing is changed
 * @param after its value with the change
 * @param n items it was computed from
 * @param difference 95 % interval of {@code after - before}, by resampling sources
 */
public record Change(String measure, double before, double after, long n, Interval difference) {
    /** Of a mean: {@code before[i]} and {@code after[i]} belong to one item, from {@code sources[i]}. */
    public static Change ofMeans(String measure, double[] before, double[] after, String[] sources, long seed) {
        Numbers.requireSameLength(before.length, after.length, sources.length);
        int n = before.length;
        double[] differences = new double[n];
        double sumBefore = 0;
        double sumAfter = 0;
        for (int i = 0; i < n; i++) {
            differences[i] = after[i] - before[i];
            sumBefore += before[i];
            sumAfter += after[i];
        }
        return new Change(measure, sumBefore / n, sumAfter / n, n, Bootstrap.mean(differences, sources, seed));
    }

    /** Of the area under the ROC: scores of the same pairs before and after. */
    public static Change ofAreas(
            String measure, double[] before, double[] after, boolean[] matched, String[] sources, long seed) {
        Numbers.requireSameLength(before.length, after.length, matched.length, sources.length);
        int n = before.length;
        int[] sourceOf = Bootstrap.numbered(sources);
        int[] orderBefore = CorrespondenceAccuracy.order(before);
        int[] orderAfter = CorrespondenceAccuracy.order(after);
        Interval interval = Bootstrap.of(Bootstrap.sourceCount(sourceOf), seed, times -> {
            int[] weights = new int[n];
            for (int i = 0; i < n; i++) {
                weights[i] = times[sourceOf[i]];
            }
            return CorrespondenceAccuracy.areaUnderRoc(orderAfter, after, matched, weights)
                    - CorrespondenceAccuracy.areaUnderRoc(orderBefore, before, matched, weights);
        });
        return new Change(
                measure,
                CorrespondenceAccuracy.areaUnderRoc(before, matched),
                CorrespondenceAccuracy.areaUnderRoc(after, matched),
                n,
                interval);
    }

    /** How much it changed. */
    public double value() {
        return after - before;
    }

    /** Whether it is sure to rise: the whole interval lies above zero. */
    public boolean rises() {
        return difference.low() > 0;
    }

    /** Whether it is sure to fall: the whole interval lies below zero. */
    public boolean falls() {
        return difference.high() < 0;
    }
}
