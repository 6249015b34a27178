package dev.earsight.protocol;

import dev.earsight.annotation.TruthMap;

/**
 * Consensus intersection over union (Senocak et al., CVPR 2018): {@code sum(P g) / (sum(g) + sum(P [g = 0]))} for marked pixels
 * P and truth g. With g of zeros and ones it is intersection over union; pixels only some annotators chose never count as
 * falsely marked.
 */
public final class ConsensusIou {
    /** At or above this an item is a success. */
    public static final double SUCCESS = 0.5;

    private static final int STEPS = 20;

    private ConsensusIou() {}

    /** NaN where neither truth nor mark has a pixel. */
    public static double of(boolean[] marked, TruthMap truth) {
        double shared = 0;
        int outside = 0;
        float[] values = truth.values();
        for (int i = 0; i < marked.length; i++) {
            if (marked[i]) {
                if (values[i] > 0) {
                    shared += values[i];
                } else {
                    outside++;
                }
            }
        }
        return shared / (truth.sum() + outside);
    }

    /** 1 for a success, 0 otherwise and for NaN. */
    public static double success(double ciou) {
        return ciou >= SUCCESS ? 1 : 0;
    }

    /**
     * What one item adds to the area under the curve of success rate over thresholds 0, 0.05, ..., 1 (trapezoids). The mean over
     * items is the published AUC. The first point is always 1, so no map gets 0.
     */
    public static double areaUnderSuccess(double ciou) {
        double area = 0;
        for (int i = 0; i < STEPS; i++) {
            // 0.05 * i, not i / 20.0: ties at e.g. 0.15000000000000002 are decided as published code decides them.
            double low = 0.05 * i;
            double high = 0.05 * (i + 1);
            area += (high - low) * ((ciou >= low ? 1 : 0) + (ciou >= high ? 1 : 0)) / 2;
        }
        return area;
    }

    /** The same for a value that should be low: success is to be at or below the threshold (area over the curve). */
    public static double areaOver(double share) {
        double area = 0;
        for (int i = 0; i < STEPS; i++) {
            double low = 0.05 * i;
            double high = 0.05 * (i + 1);
            area += (high - low) * ((share <= low ? 1 : 0) + (share <= high ? 1 : 0)) / 2;
        }
        return area;
    }
}
