package dev.earsight.diagnose;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;

/**
 * What a probe sees of one side of a pair beside the network's own vector: what could give a pair away without being content.
 */
final class SideFeatures {
    private static final int FOLDS = 48;
    private static final int FIELDS = 4;

    private SideFeatures() {}

    /**
     * The second folded at the frame period in {@value #FOLDS} steps, each a share of the whole (a codec leaves its trace where
     * frames are); how loud it is; how much louder it becomes; whether its middle is zero.
     */
    static double[] ofSound(float[] vector, float[] samples) {
        double[] features = new double[vector.length + FOLDS + 3];
        for (int i = 0; i < vector.length; i++) {
            features[i] = vector[i];
        }
        double level = 1e-9;
        double later = 0;
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            double size = Math.abs(samples[i]);
            features[vector.length + i % Sound.SAMPLES_PER_FRAME * FOLDS / Sound.SAMPLES_PER_FRAME] += size;
            level += size;
            later += 2 * i >= samples.length ? size : 0;
            sum += samples[i];
        }
        for (int fold = 0; fold < FOLDS; fold++) {
            features[vector.length + fold] /= level;
        }
        features[vector.length + FOLDS] = Math.log(level / samples.length);
        features[vector.length + FOLDS + 1] = later / level;
        features[vector.length + FOLDS + 2] = sum / level;
        return features;
    }

    /** The mean colors of {@value #FIELDS}x{@value #FIELDS} fields. */
    static double[] ofPicture(float[] vector, RgbImage image) {
        byte[] fields = image.resized(FIELDS, FIELDS).rgb();
        double[] features = new double[vector.length + fields.length];
        for (int i = 0; i < vector.length; i++) {
            features[i] = vector[i];
        }
        for (int i = 0; i < fields.length; i++) {
            features[vector.length + i] = fields[i] & 0xff;
        }
        return features;
    }
}
