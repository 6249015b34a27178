package dev.earsight.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What one query is answered with, nearest first; equal distances stand for every order of them on average.
 *
 * @param distances of the answers, in any order
 * @param relevances of the same
 */
@SuppressWarnings("ArrayRecordComponent") // one query at a time, never compared
record RankedList(double[] distances, double[] relevances) {
    /**
     * Average precision of one list. In a run of t equal distances with r right among them, after n answers with R right, the
     * i-th place is right with probability r / t, and then has R + 1 + (i - 1) (r - 1) / (t - 1) right down to it on average
     * (McSherry and Najork, ECIR 2008).
     */
    double averagePrecision(double right) {
        int[] order = ascending(distances);
        double allRight = Arrays.stream(relevances).filter(r -> r >= right).count();
        if (allRight == 0) {
            return Double.NaN;
        }
        double sum = 0;
        double rightBefore = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double rightHere = 0;
            while (to < order.length && distances[order[to]] == distances[order[from]]) {
                rightHere += relevances[order[to]] >= right ? 1 : 0;
                to++;
            }
            int equal = to - from;
            for (int i = 0; i < equal && rightHere > 0; i++) {
                double amongEqual = equal == 1 ? 0 : i * (rightHere - 1) / (equal - 1);
                sum += rightHere / equal * (rightBefore + 1 + amongEqual) / (from + i + 1);
            }
            rightBefore += rightHere;
            from = to;
        }
        return sum / allRight;
    }

    /** nDCG@k of one list: distances and gains of its items, in any order. */
    static double ndcg(double[] distances, double[] gains, int k) {
        int n = gains.length;
        double[] best = gains.clone();
        Arrays.sort(best);
        double ideal = 0;
        for (int place = 0; place < Math.min(k, n); place++) {
            ideal += best[n - 1 - place] * discount(place);
        }
        if (ideal <= 0) {
            return Double.NaN;
        }
        // Only items as close as the k-th count; sorting plain numbers first finds them faster than sorting items.
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double farthest = sorted[Math.min(k, n) - 1];
        double[] sums = new double[Math.min(k, n)];
        for (int i = 0; i < n; i++) {
            if (distances[i] <= farthest) {
                // Any place among those of this distance will do to collect its gains.
                sums[Arrays.binarySearch(sorted, 0, sums.length, distances[i])] += gains[i];
            }
        }
        double found = 0;
        for (int from = 0; from < sums.length; ) {
            int to = from;
            double discounts = 0;
            double sum = 0;
            while (to < n && sorted[to] == sorted[from]) {
                discounts += to < k ? discount(to) : 0;
                sum += to < sums.length ? sums[to] : 0;
                to++;
            }
            found += sum / (to - from) * discounts;
            from = to;
        }
        return found / ideal;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }

    /** Numbers of the values, smallest first. */
    static int[] ascending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
