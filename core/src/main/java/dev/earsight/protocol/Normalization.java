package dev.earsight.protocol;

/**
 * What happens to the up-sampled scores before a threshold. A map that is the same everywhere is left as it is by the
 * per-picture variants; one that holds NaN becomes NaN everywhere, as in numpy.
 */
public enum Normalization {
    /** Nothing. */
    NONE("scores as they are") {
        @Override
        float[] apply(float[] scores) {
            return scores;
        }
    },
    /** {@code (S - min) / (max - min)} of each picture. */
    MIN_MAX("min-max per picture") {
        @Override
        float[] apply(float[] scores) {
            return minMax(scores);
        }
    },
    /** {@code 1 - minmax(-S)}: the same but for rounding (LVS). */
    INVERTED_MIN_MAX("min-max per picture, computed as 1 - norm(-S)") {
        @Override
        float[] apply(float[] scores) {
            float[] negated = new float[scores.length];
            for (int i = 0; i < scores.length; i++) {
                negated[i] = -scores[i];
            }
            float[] result = minMax(negated);
            for (int i = 0; i < result.length; i++) {
                result[i] = 1 - result[i];
            }
            return result;
        }
    },
    /** {@code (S + 1/tau) / (2/tau)} with SLAVC's tau of 0.03: the range a cosine over tau can have becomes 0 to 1. */
    COSINE_RANGE("(S + 1/0.03) / (2/0.03)") {
        @Override
        float[] apply(float[] scores) {
            float lowest = (float) (-1 / SLAVC_TAU);
            float range = (float) (2 / SLAVC_TAU);
            float[] result = new float[scores.length];
            for (int i = 0; i < scores.length; i++) {
                result[i] = (scores[i] - lowest) / range;
            }
            return result;
        }
    };

    private static final double SLAVC_TAU = 0.03;

    private final String words;

    Normalization(String words) {
        this.words = words;
    }

    /** The normalized scores; the ones given may be handed back unchanged. */
    abstract float[] apply(float[] scores);

    private static float[] minMax(float[] scores) {
        float min = scores[0];
        float max = scores[0];
        for (float score : scores) {
            min = Math.min(min, score);
            max = Math.max(max, score);
        }
        float range = max - min;
        float[] result = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            result[i] = range == 0 ? scores[i] : (scores[i] - min) / range;
        }
        return result;
    }

    @Override
    public String toString() {
        return words;
    }
}
