package dev.earsight.diagnose;

import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.evaluate.Retrieval;
import dev.earsight.evaluate.Retrieval.Direction;
import dev.earsight.localize.Peak;
import dev.earsight.net.Model;
import dev.earsight.weights.TrainedNetwork;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What a network is for: pointing where the truth is known (AVOL-Net), search (AVE-Net). */
final class Task {
    private static final int RECALL_AT = 10;

    private final TrainedNetwork network;
    private final MomentList moments;
    private final SceneTruths truths;
    private final long seed;

    Task(TrainedNetwork network, MomentList moments, SceneTruths truths, long seed) {
        this.network = network;
        this.moments = moments;
        this.truths = truths;
        this.seed = seed;
    }

    /** Pointing accuracy on all moments with known truth. */
    Optional<Measure> pointing(float[][] pictures, float[][] sounds) {
        int[] known = known(moment -> true);
        return known.length == 0
                ? Optional.empty()
                : Optional.of(Pointing.measure(
                        "pointing accuracy",
                        Arrays.stream(known)
                                .mapToObj(i -> pointed(i, pictures[i], sounds[i], false))
                                .toList(),
                        seed));
    }

    /**
     * What becomes of it when pictures or sounds are changed.
     *
     * @param before pictures and sounds as they are
     * @param after the same with the change
     * @param mirrored whether the pictures are mirrored, so that the truth must be
     */
    Optional<Change> change(float[][][] before, float[][][] after, boolean mirrored, boolean[] asked) {
        if (network.model() == Model.AVE) {
            return Optional.of(recall(before, after, asked));
        }
        int[] known = known(moment -> asked[moment]);
        return known.length == 0
                ? Optional.empty()
                : Optional.of(Change.ofMeans(
                        Effect.POINTING,
                        hits(known, before, false),
                        hits(known, after, mirrored),
                        sources(known),
                        seed));
    }

    private int[] known(IntPredicate asked) {
        return IntStream.range(0, network.model() == Model.AVOL ? moments.size() : 0)
                .filter(asked)
                .filter(i -> !truths.sounding(i).isEmpty())
                .toArray();
    }

    private double[] hits(int[] which, float[][][] seenAndHeard, boolean mirrored) {
        return Pointing.hits(Arrays.stream(which)
                .mapToObj(i -> pointed(i, seenAndHeard[0][i], seenAndHeard[1][i], mirrored))
                .toList());
    }

    private PointingItem pointed(int moment, float[] picture, float[] sound, boolean mirrored) {
        Peak peak = MapQuestions.map(network, picture, sound).peak();
        List<Box> boxes = truths.sounding(moment).stream()
                .map(box -> new Box(box.x0(), box.y0(), box.x1(), box.y1()))
                .toList();
        return new PointingItem(moments.source(moment), mirrored ? 1 - peak.x() : peak.x(), peak.y(), boxes);
    }

    /** One moment of every clip; where the other half is found, both ways. */
    private Change recall(float[][][] before, float[][][] after, boolean[] asked) {
        Set<Integer> seen = new HashSet<>();
        int[] firsts = IntStream.range(0, moments.size())
                .filter(i -> asked[i] && seen.add(moments.moments().get(i).frameClip()))
                .toArray();
        return Change.ofMeans(Effect.RECALL, recall(firsts, before), recall(firsts, after), sources(firsts), seed);
    }

    private double[] recall(int[] which, float[][][] seenAndHeard) {
        Retrieval retrieval = new Retrieval(
                Arrays.stream(which).mapToObj(i -> seenAndHeard[0][i]).toArray(float[][]::new),
                Arrays.stream(which).mapToObj(i -> seenAndHeard[1][i]).toArray(float[][]::new),
                sources(which),
                (query, item) -> query == item ? 1 : 0);
        double[] toSound = retrieval.recall(Direction.IMAGE_TO_SOUND, RECALL_AT);
        double[] toImage = retrieval.recall(Direction.SOUND_TO_IMAGE, RECALL_AT);
        double[] both = new double[which.length];
        Arrays.setAll(both, i -> (toSound[i] + toImage[i]) / 2);
        return both;
    }

    private String[] sources(int[] which) {
        return Arrays.stream(which).mapToObj(moments::source).toArray(String[]::new);
    }
}
