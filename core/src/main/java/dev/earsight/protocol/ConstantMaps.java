package dev.earsight.protocol;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.PixelBox;
import dev.earsight.annotation.TruthMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Contestants that look at neither picture nor sound, scored with a protocol's own marking: a disc in the center, the whole
 * picture, the mean of the other sources' truths, and random pixels as chance. Whatever a network reaches is worth what lies
 * above them: on VGG-SS the disc has 34.0 % successes and an AUC of 37.4.
 */
final class ConstantMaps {
    private static final int SIDE = PixelBox.SIDE;
    private static final long SEED = 20;

    private final Protocol protocol;
    private final List<AnnotatedItem> items;
    private final float[] disc = disc();
    private final boolean[] everything = new Marking.Highest(TruthMap.SIZE).mark(disc);
    private final int[] order = order();
    private final boolean[] markedDisc;
    private final Outcomes center;
    private final Outcomes whole;
    private final Outcomes prior;
    private final Outcomes random;
    private final float[] total = new float[TruthMap.SIZE];
    private final Map<String, List<AnnotatedItem>> bySource = new HashMap<>();

    /**
     * Scores them all.
     *
     * @param items what to score, none of them negative
     */
    ConstantMaps(Protocol protocol, List<AnnotatedItem> items) {
        this.protocol = protocol;
        this.items = items;
        markedDisc = protocol.marking().mark(disc);
        int n = items.size();
        center = Outcomes.ofSize("center disc", "center point", n);
        whole = Outcomes.ofSize("whole picture", "", n);
        prior = Outcomes.ofSize("mean box of other sources", "mean box of other sources", n);
        random = Outcomes.ofSize("random pixels", "random pixel", n);
        for (AnnotatedItem item : items) {
            bySource.computeIfAbsent(item.source(), source -> new ArrayList<>()).add(item);
            add(TruthMap.of(item), 1, total);
        }
        IntStream.range(0, n).parallel().forEach(this::score);
    }

    /** The disc first; without the mean box where all items are of one source. */
    List<Outcomes> all() {
        return bySource.size() > 1 ? List.of(center, whole, prior) : List.of(center, whole);
    }

    Outcomes random() {
        return random;
    }

    private void score(int i) {
        AnnotatedItem item = items.get(i);
        TruthMap truth = TruthMap.of(item);
        Marking adaptive = protocol.adaptive(truth.pixels());
        center.ciou()[i] = ConsensusIou.of(markedDisc, truth);
        center.adaptiveCiou()[i] = ConsensusIou.of(adaptive.mark(disc), truth);
        center.hit()[i] = truth.values()[SIDE / 2 * SIDE + SIDE / 2] > 0 ? 1 : 0;

        whole.ciou()[i] = ConsensusIou.of(everything, truth);
        whole.adaptiveCiou()[i] = whole.ciou()[i];

        float[] others = total.clone();
        bySource.getOrDefault(item.source(), List.of()).forEach(own -> add(TruthMap.of(own), -1, others));
        prior.ciou()[i] = ConsensusIou.of(protocol.marking().mark(others), truth);
        prior.adaptiveCiou()[i] = ConsensusIou.of(adaptive.mark(others), truth);
        prior.hit()[i] = truth.values()[ItemScore.highest(others)] > 0 ? 1 : 0;

        random.ciou()[i] = ConsensusIou.of(random(TruthMap.SIZE / 2, item), truth);
        int pixels = truth.pixels() == 0 ? TruthMap.SIZE / 2 : truth.pixels();
        random.adaptiveCiou()[i] = ConsensusIou.of(random(pixels, item), truth);
        random.hit()[i] = (double) truth.pixels() / TruthMap.SIZE;
    }

    /** The nearer to the center, the higher; whole numbers, so that equal distances are exactly equal. */
    static float[] disc() {
        float[] scores = new float[TruthMap.SIZE];
        for (int i = 0; i < scores.length; i++) {
            int x = 2 * (i % SIDE) + 1 - SIDE;
            int y = 2 * (i / SIDE) + 1 - SIDE;
            scores[i] = -(x * x + y * y);
        }
        return scores;
    }

    /** Exactly {@code count} pixels: the first in a random order of all, turned by another angle for each item. */
    private boolean[] random(int count, AnnotatedItem item) {
        boolean[] marked = new boolean[TruthMap.SIZE];
        int turn = new SplittableRandom(item.name().hashCode()).nextInt(TruthMap.SIZE);
        for (int i = 0; i < count; i++) {
            marked[(order[i] + turn) % TruthMap.SIZE] = true;
        }
        return marked;
    }

    private static int[] order() {
        int[] order = IntStream.range(0, TruthMap.SIZE).toArray();
        SplittableRandom dice = new SplittableRandom(SEED);
        for (int i = order.length - 1; i > 0; i--) {
            int other = dice.nextInt(i + 1);
            int held = order[i];
            order[i] = order[other];
            order[other] = held;
        }
        return order;
    }

    private static void add(TruthMap truth, int sign, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * truth.values()[i];
        }
    }
}
