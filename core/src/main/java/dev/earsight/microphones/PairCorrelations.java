package dev.earsight.microphones;

/** The weighted correlations of all pairs of an array over all lags it can have, and what they add up to for given lags. */
final class PairCorrelations {
    private final float[][] values;
    private final int zero;
    private final double spacingSeconds;

    private PairCorrelations(float[][] values, int zero, double spacingSeconds) {
        this.values = values;
        this.zero = zero;
        this.spacingSeconds = spacingSeconds;
    }

    static PairCorrelations of(CrossSpectra spectra, Weighting weighting, LagTransform transform) {
        int bins = spectra.framing().bins();
        float[] re = new float[bins];
        float[] im = new float[bins];
        float[][] values = new float[spectra.pairs()][];
        for (int m = 0; m < spectra.microphones(); m++) {
            for (int n = m + 1; n < spectra.microphones(); n++) {
                weighting.apply(spectra, m, n, re, im);
                values[spectra.pair(m, n)] = transform.correlation(re, im);
            }
        }
        return new PairCorrelations(values, transform.lags(), transform.spacingSeconds());
    }

    int pairs() {
        return values.length;
    }

    /** A lag as a place in a pair's correlation. */
    float place(double lagSeconds) {
        return (float) (zero + lagSeconds / spacingSeconds);
    }

    static float place(LagTransform transform, double lagSeconds) {
        return (float) (transform.lags() + lagSeconds / transform.spacingSeconds());
    }

    /** Between two entries on a straight line: fast, never above the higher of the two. */
    float linear(int pair, float place) {
        int index = (int) place;
        float[] row = values[pair];
        return row[index] + (place - index) * (row[index + 1] - row[index]);
    }

    /** Through four entries with a cubic: as good as the correlation itself. */
    double cubic(int pair, double place) {
        float[] row = values[pair];
        int index = Math.clamp((int) place, 1, row.length - 3);
        double t = place - index;
        double before = row[index - 1];
        double here = row[index];
        double next = row[index + 1];
        double after = row[index + 2];
        return here
                + t
                        * (-before / 3
                                - here / 2
                                + next
                                - after / 6
                                + t * ((before + next) / 2 - here + t * ((after - before) / 6 + (here - next) / 2)));
    }

    /** For each entry of a pair the highest within {@code reach} entries of it. */
    float[] highestWithin(int pair, int reach) {
        float[] row = values[pair];
        float[] highest = row.clone();
        // Doubling: after each pass an entry covers twice as many neighbors.
        for (int covered = 0; covered < reach; ) {
            int step = Math.min(covered + 1, reach - covered);
            float[] wider = highest.clone();
            for (int i = 0; i < row.length; i++) {
                wider[i] = Math.max(
                        highest[i],
                        Math.max(highest[Math.max(0, i - step)], highest[Math.min(row.length - 1, i + step)]));
            }
            highest = wider;
            covered += step;
        }
        return highest;
    }

    /**
     * Without the peak that each pair has at the given places: from there down to the valley on either side. What is left shows the next source
     * (the de-emphasis of Brutti, Omologo and Svaizer, 2008).
     */
    PairCorrelations without(float[] places) {
        float[][] left = new float[values.length][];
        for (int pair = 0; pair < left.length; pair++) {
            float[] row = values[pair].clone();
            int top = Math.clamp(Math.round(places[pair]), 1, row.length - 2);
            while (top > 0 && row[top - 1] > row[top]) {
                top--;
            }
            while (top < row.length - 1 && row[top + 1] > row[top]) {
                top++;
            }
            int from = top;
            while (from > 0 && row[from] > 0 && row[from - 1] <= row[from]) {
                from--;
            }
            int to = top;
            while (to < row.length - 1 && row[to] > 0 && row[to + 1] <= row[to]) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                row[i] = Math.min(0, row[i]);
            }
            left[pair] = row;
        }
        return new PairCorrelations(left, zero, spacingSeconds);
    }
}
