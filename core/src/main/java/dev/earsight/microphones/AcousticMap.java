package dev.earsight.microphones;

import dev.earsight.localize.ScoreMap;

/**
 * The steered response on the picture: a grid of cells like the network's score maps, each with the highest response of the directions it shows. What
 * the fusion of sight and sound starts from.
 */
public final class AcousticMap {
    /** Directions across a cell: a cell of a 14x14 grid is some 5 degrees wide, a large array's peak far less. */
    private static final int SAMPLES_ACROSS = 5;

    private final int rows;
    private final int columns;
    private final int pairs;
    private final LagTransform transform;
    private final float[][][] places;

    /**
     * @param array with a camera
     * @param depthMeters how far the things are assumed to be, along the optical axis; where array and camera are apart, an error of
     *     depth shifts the map (see {@link Projection#parallaxDegrees}); may be infinite
     */
    public AcousticMap(MicrophoneArray array, Framing framing, int rows, int columns, double depthMeters) {
        CameraModel camera = array.camera()
                .orElseThrow(() -> new IllegalArgumentException("A map on the picture needs the array's camera"));
        this.rows = rows;
        this.columns = columns;
        this.transform = new LagTransform(framing, array.longestLagSeconds(), 16);
        this.pairs = array.size() * (array.size() - 1) / 2;
        this.places = new float[rows * columns][SAMPLES_ACROSS * SAMPLES_ACROSS][pairs];
        for (int cell = 0; cell < places.length; cell++) {
            for (int sample = 0; sample < places[cell].length; sample++) {
                double across = (cell % columns + (sample % SAMPLES_ACROSS + 0.5) / SAMPLES_ACROSS) / columns;
                double down = (cell / columns + (sample / SAMPLES_ACROSS + 0.5) / SAMPLES_ACROSS) / rows;
                Point ray = camera.ray(new Pixel(across * camera.width() - 0.5, down * camera.height() - 0.5));
                double distance = depthMeters / ray.z();
                for (int m = 0, pair = 0; m < array.size(); m++) {
                    for (int n = m + 1; n < array.size(); n++, pair++) {
                        places[cell][sample][pair] =
                                PairCorrelations.place(transform, array.lagSeconds(m, n, ray, distance));
                    }
                }
            }
        }
    }

    /** Responses, at most 1; 0 everywhere in digital silence. */
    public ScoreMap responses(CrossSpectra spectra) {
        PairCorrelations correlations = PairCorrelations.of(spectra, Weighting.PHAT, transform);
        float[] scores = new float[rows * columns];
        for (int cell = 0; cell < scores.length; cell++) {
            float best = Float.NEGATIVE_INFINITY;
            for (float[] sample : places[cell]) {
                float sum = 0;
                for (int pair = 0; pair < pairs; pair++) {
                    sum += correlations.linear(pair, sample[pair]);
                }
                best = Math.max(best, sum);
            }
            scores[cell] = best / pairs;
        }
        return new ScoreMap(rows, columns, scores);
    }

    /**
     * The logarithm of a probability over the picture: {@code log softmax(responses / temperature)}.
     *
     * @param temperature the lower, the more the highest cell stands out
     */
    public static ScoreMap logProbabilities(ScoreMap responses, double temperature) {
        float[] scores = responses.scores();
        double max = responses.max();
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp((score - max) / temperature);
        }
        double logSum = Math.log(sum);
        float[] logarithms = new float[scores.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) ((scores[i] - max) / temperature - logSum);
        }
        return new ScoreMap(responses.rows(), responses.columns(), logarithms);
    }
}
