package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborEmbeddingTest {
    /** {@code each} vectors around each of {@code clusters} far-off centers. */
    private static float[][] clusters(int clusters, int each, long seed) {
        Random random = new Random(seed);
        float[][] vectors = new float[clusters * each][12];
        for (int i = 0; i < vectors.length; i++) {
            for (int d = 0; d < 12; d++) {
                vectors[i][d] = (float) (random.nextGaussian() + (d == i / each ? 8 : 0));
            }
        }
        return vectors;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void clustersStayClustersThoughMoreThanThePlaneHasRoomFor(long seed) {
        int each = 25;
        float[][] vectors = clusters(6, each, seed);
        double[][] places = NeighborEmbedding.of(vectors, 10, seed);
        for (int i = 0; i < places.length; i++) {
            double own = 0;
            double nearestOther = Double.POSITIVE_INFINITY;
            for (int j = 0; j < places.length; j++) {
                double distance = Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]);
                if (i / each == j / each) {
                    own = Math.max(own, distance);
                } else {
                    nearestOther = Math.min(nearestOther, distance);
                }
            }
            assertThat(nearestOther).as("place %d", i).isGreaterThan(own);
        }
    }

    @Test
    void theSameSeedGivesTheSamePlaces() {
        float[][] vectors = clusters(3, 10, 4);
        assertThat(NeighborEmbedding.of(vectors, 5, 9)).isDeepEqualTo(NeighborEmbedding.of(vectors, 5, 9));
        assertThat(NeighborEmbedding.of(vectors, 5, 8)[0]).isNotEqualTo(NeighborEmbedding.of(vectors, 5, 9)[0]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 13})
    void everyVectorHasAsManyNeighborsAsThePerplexityAsks(double perplexity) {
        Random random = new Random(6);
        int n = 40;
        double[][] squared = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                squared[i][j] = (i % 4 + 1) * 1e3 * random.nextDouble(); // rows of very different scales
                squared[j][i] = squared[i][j];
            }
        }
        double[][] p = NeighborEmbedding.conditional(squared, perplexity);
        for (int i = 0; i < n; i++) {
            double entropy = 0;
            double sum = 0;
            for (double share : p[i]) {
                sum += share;
                entropy -= share > 0 ? share * Math.log(share) : 0;
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
            assertThat(p[i][i]).isZero();
            assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(1e-3));
        }
    }

    @Test
    void theGradientIsThatOfTheDivergence() {
        Random random = new Random(7);
        int n = 6;
        double[][] p = new double[n][n];
        double[][] places = new double[2][n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            places[0][i] = random.nextGaussian();
            places[1][i] = random.nextGaussian();
            for (int j = 0; j < i; j++) {
                p[i][j] = random.nextDouble();
                p[j][i] = p[i][j];
                sum += 2 * p[i][j];
            }
        }
        for (double[] row : p) {
            for (int j = 0; j < n; j++) {
                row[j] /= sum;
            }
        }
        double[][] gradient = NeighborEmbedding.gradient(p, places, new double[n][n], 1);
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < 2; d++) {
                double at = places[d][i];
                places[d][i] = at + 1e-5;
                double higher = divergence(p, places);
                places[d][i] = at - 1e-5;
                double lower = divergence(p, places);
                places[d][i] = at;
                assertThat(gradient[d][i]).isCloseTo((higher - lower) / 2e-5, within(1e-6));
            }
        }
    }

    @Test
    void pointsInOneSpotArePlacedAndTooManyAreRefused() {
        for (double[] place : NeighborEmbedding.of(new float[10][3], 30, 1)) {
            assertThat(place[0]).isFinite();
            assertThat(place[1]).isFinite();
        }
        assertThatThrownBy(() -> NeighborEmbedding.of(new float[1001][2], 30, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double divergence(double[][] p, double[][] places) {
        int n = p.length;
        double all = 0;
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double far = Math.hypot(places[0][i] - places[0][j], places[1][i] - places[1][j]);
                weights[i][j] = i == j ? 0 : 1 / (1 + far * far);
                all += weights[i][j];
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += i == j ? 0 : p[i][j] * Math.log(p[i][j] / (weights[i][j] / all));
            }
        }
        return sum;
    }
}
