package dev.earsight.protocol;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.PixelBox;
import dev.earsight.annotation.TruthMap;

/**
 * What was found for one item.
 *
 * @param item the item
 * @param mapSize rows and columns of its map as it came
 * @param finite whether the map held only finite numbers
 * @param flat whether all its scores were equal
 * @param area sum of the truth, pixels of 224x224
 * @param ciou consensus intersection over union of what the protocol marks; NaN where truth and mark are empty
 * @param adaptiveCiou the same for as many pixels as the truth has
 * @param fixedCiou the same for normalized scores at or above 0.5 (SLAVC's default), under SLAVC
 * @param confidence how sure the map is: mean of the highest quarter of the normalized scores under SLAVC, the highest score under
 *     our rules
 * @param markedShare share of the picture that was marked
 * @param peakX column of the highest pixel, the first in reading order; -1 where the map is not finite
 * @param peakY its row
 * @param hit 1 where the highest pixel lies in a box, else 0
 */
public record ItemScore(
        AnnotatedItem item,
        String mapSize,
        boolean finite,
        boolean flat,
        double area,
        double ciou,
        double adaptiveCiou,
        double fixedCiou,
        double confidence,
        double markedShare,
        int peakX,
        int peakY,
        double hit) {
    private static final float FIXED_THRESHOLD = 0.5f;

    /** Scores one map. */
    public static ItemScore of(Protocol protocol, AnnotatedItem item, RawMap map) {
        TruthMap truth = TruthMap.of(item);
        float[] scores = protocol.upsampling().apply(map, PixelBox.SIDE);
        double fixedCiou = Double.NaN;
        double confidence = Double.NaN;
        if (protocol == Protocol.SLAVC) {
            scores = Normalization.COSINE_RANGE.apply(scores);
            confidence = meanOfHighestQuarter(scores);
            fixedCiou = ConsensusIou.of(new Marking.BeyondValue(FIXED_THRESHOLD, false).mark(scores), truth);
        }
        if (protocol == Protocol.OURS) {
            confidence = scores[highest(scores)];
        }
        float[] normalized = protocol.normalization().apply(scores);
        boolean[] marked = protocol.marking().mark(normalized);
        double adaptive = protocol.hasAdaptive()
                ? ConsensusIou.of(protocol.adaptive(truth.pixels()).mark(normalized), truth)
                : Double.NaN;
        boolean finite = map.isFinite();
        int peak = finite ? highest(scores) : -1;
        return new ItemScore(
                item,
                map.size(),
                finite,
                isFlat(map.scores()),
                truth.sum(),
                ConsensusIou.of(marked, truth),
                adaptive,
                fixedCiou,
                confidence,
                share(marked),
                peak < 0 ? -1 : peak % PixelBox.SIDE,
                peak < 0 ? -1 : peak / PixelBox.SIDE,
                peak >= 0 && truth.values()[peak] > 0 ? 1 : 0);
    }

    /** The first of the highest pixels in reading order. */
    static int highest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    /** SLAVC's confidence. */
    static double meanOfHighestQuarter(float[] scores) {
        int quarter = scores.length / 4;
        boolean[] highest = new Marking.Highest(quarter).mark(scores);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += highest[i] ? scores[i] : 0;
        }
        return sum / quarter;
    }

    private static boolean isFlat(float[] scores) {
        for (float score : scores) {
            if (score != scores[0]) {
                return false;
            }
        }
        return true;
    }

    static double share(boolean[] marked) {
        int count = 0;
        for (boolean each : marked) {
            count += each ? 1 : 0;
        }
        return (double) count / marked.length;
    }
}
