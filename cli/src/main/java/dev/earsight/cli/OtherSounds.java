package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** What a network is given in the place of a clip's own sound. */
final class OtherSounds {
    private static final double NOISE_LEVEL = 0.1;

    private final List<SoundingTruth> truths;
    private final Random sourceRandom;
    /** Its own, so that asking for other classes does not change which other sources are heard. */
    private final Random classRandom;

    OtherSounds(List<SoundingTruth> truths, long seed) {
        this.truths = truths;
        sourceRandom = new Random(seed);
        classRandom = new Random(seed);
    }

    /** The number of a clip of another source. */
    int ofAnotherSource(int own) {
        return other(own, sourceRandom, truth -> truth.item().source());
    }

    /** The number of a clip in which another class sounds. */
    int ofAnotherClass(int own) {
        return other(own, classRandom, truth -> truth.item().className());
    }

    private int other(int own, Random random, Function<SoundingTruth, String> kind) {
        String mine = kind.apply(truths.get(own));
        int start = random.nextInt(truths.size());
        for (int i = 0; i < truths.size(); i++) {
            int other = (start + i) % truths.size();
            if (!kind.apply(truths.get(other)).equals(mine)) {
                return other;
            }
        }
        throw new EarsightException("All clips with ground truth are of one source or class, '" + mine
                + "'; an answer to another sound cannot be asked for: prepare more videos.");
    }

    /** A second of white noise. */
    static float[] noise(long seed) {
        Random random = new Random(seed);
        float[] samples = new float[LogSpectrogram.SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (NOISE_LEVEL * random.nextGaussian());
        }
        return samples;
    }

    /** No sound at all: the mean absolute value of each place's vector, what stands out to the eye (EZ-VSL's object prior). */
    static float[] strength(float[] picture, int places) {
        float[] strengths = new float[places];
        int size = picture.length / places;
        for (int i = 0; i < picture.length; i++) {
            strengths[i / size] += Math.abs(picture[i]) / size;
        }
        return strengths;
    }
}
