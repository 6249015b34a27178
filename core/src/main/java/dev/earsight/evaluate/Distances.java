package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Retrieval.Direction;

/** How far apart pictures and sounds are, of whichever kind asks and answers; smaller is nearer. */
@FunctionalInterface
public interface Distances {
    /** From item {@code query} to every item, in a direction. */
    float[] of(Direction direction, int query);

    /**
     * Squared Euclidean, between vectors of length one (paper, section 5.1).
     *
     * @param images n vectors, normalized here
     * @param sounds n vectors of the same length
     */
    static Distances ofVectors(float[][] images, float[][] sounds) {
        UnitVectors pictures = UnitVectors.of(images, "image");
        UnitVectors heard = UnitVectors.of(sounds, "sound");
        return (direction, query) -> {
            float[] asking = (direction.asksImage() ? pictures : heard).vector(query);
            return (direction.answersImage() ? pictures : heard).squaredDistances(asking);
        };
    }

    /**
     * From scores between the two kinds, higher is nearer; within a kind by vectors as above.
     *
     * @param scores of picture {@code i} with sound {@code j}, n rows of n; kept
     */
    static Distances ofScores(float[][] scores, float[][] images, float[][] sounds) {
        for (int i = 0; i < scores.length; i++) {
            for (float score : scores[i]) {
                if (!Float.isFinite(score)) {
                    throw new EarsightException("The picture of item " + i + " has a score of " + score
                            + " with a sound; the network's weights are broken, use an earlier checkpoint.");
                }
            }
        }
        Distances within = ofVectors(images, sounds);
        return (direction, query) -> {
            if (direction.withinOneKind()) {
                return within.of(direction, query);
            }
            float[] distances = new float[scores.length];
            for (int item = 0; item < distances.length; item++) {
                distances[item] = direction.asksImage() ? -scores[query][item] : -scores[item][query];
            }
            return distances;
        };
    }
}
