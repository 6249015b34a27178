package dev.earsight.cli;

import dev.earsight.evaluate.NeighborEmbedding;
import dev.earsight.evaluate.PrincipalComponents;
import dev.earsight.report.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Vectors of pictures and sounds on planes, for a report: along their principal components, where distances can be trusted, and
 * by t-SNE, where neighbors can.
 */
final class EmbeddingPlanes {
    private static final int SEED = 20;
    private static final int LEAST = 4;

    private final List<Spot> pictures = new ArrayList<>();
    private final List<Spot> sounds = new ArrayList<>();

    /** A vector and what is to be shown of it. */
    @SuppressWarnings("ArrayRecordComponent") // vectors are shared, never compared
    private record Spot(float[] vector, String className, boolean sound, String name) {
        Block.Point at(double x, double y) {
            return new Block.Point(
                    x,
                    y,
                    className,
                    sound,
                    (sound ? "sound of " : "picture of ") + name + (className.isEmpty() ? "" : ", " + className));
        }
    }

    /** A clip's two vectors. */
    void add(float[] picture, float[] sound, String className, String name) {
        pictures.add(new Spot(picture, className, false, name));
        sounds.add(new Spot(sound, className, true, name));
    }

    /**
     * Two planes for all of them where both kinds share a space, else for either kind.
     *
     * @param where of its picture a clip's vector is from, in words; may be empty
     */
    List<Block> blocks(boolean shared, String where) {
        if (pictures.size() < LEAST) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        if (shared) {
            List<Spot> both = new ArrayList<>(pictures);
            both.addAll(sounds);
            blocks.addAll(planes("Vectors", both, where));
        } else {
            blocks.addAll(planes("Vectors of the pictures", pictures, where));
            blocks.addAll(planes("Vectors of the sounds", sounds, ""));
        }
        return blocks;
    }

    private List<Block> planes(String what, List<Spot> spots, String where) {
        float[][] vectors = spots.stream().map(Spot::vector).toArray(float[][]::new);
        PrincipalComponents components = PrincipalComponents.of(vectors, 2);
        double perplexity = Math.min(NeighborEmbedding.USUAL_PERPLEXITY, (vectors.length - 1) / 3.0);
        double[][] neighbors = NeighborEmbedding.of(vectors, perplexity, SEED);
        List<Block.Point> along = new ArrayList<>();
        List<Block.Point> near = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            double[] place = components.project(vectors[i]);
            along.add(spots.get(i).at(place[0], place[1]));
            near.add(spots.get(i).at(neighbors[i][0], neighbors[i][1]));
        }
        return List.of(
                new Block.Scatter(
                        String.format(
                                Locale.ROOT,
                                "%s of %d clips along their two principal components (%.0f %% and %.0f %% of the variance); discs "
                                        + "are pictures%s, rings are sounds",
                                what,
                                pictures.size(),
                                100 * components.shares()[0],
                                100 * components.shares()[1],
                                where),
                        along),
                new Block.Scatter(
                        String.format(
                                Locale.ROOT,
                                "The same by t-SNE, perplexity %.0f: neighbors stay neighbors, whereas sizes of clumps and "
                                        + "distances between them mean nothing",
                                perplexity),
                        near));
    }
}
