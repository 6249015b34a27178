package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        String mine = truths.get(own).item().source();
        return other(
                sourceRandom,
                truth -> !truth.item().source().equals(mine),
                "All clips with ground truth are of one source, '" + mine
                        + "'; an answer to another sound cannot be asked for: prepare more videos.");
    }

    /** The number of a clip in which a class sounds that nothing in this one's picture is of. */
    int offscreen(int own) {
        SoundingTruth mine = truths.get(own);
        Set<String> inSight = Stream.concat(
                        Stream.of(mine.item().className()),
                        mine.silent().stream().map(SoundingTruth.SilentThing::className))
                .collect(Collectors.toSet());
        return other(
                classRandom,
                truth -> !truth.item().className().isEmpty()
                        && !inSight.contains(truth.item().className()),
                "Every class that sounds in a clip is in sight of '"
                        + mine.item().name()
                        + "'; a sound from off the screen cannot be asked for: prepare more kinds of videos.");
    }

    private int other(Random random, Predicate<SoundingTruth> fits, String otherwise) {
        int start = random.nextInt(truths.size());
        for (int i = 0; i < truths.size(); i++) {
            int other = (start + i) % truths.size();
            if (fits.test(truths.get(other))) {
                return other;
            }
        }
        throw new EarsightException(otherwise);
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

    /**
     * No sound at all: the mean absolute value of each place's vector, what stands out to the eye (EZ-VSL's object prior). Border
     * cells count as the mean of the others: convolutions pad with zeros, and vectors beside the padding are the longest whatever
     * is in sight (on composed scenes the peak of 35 of 40 pictures lay in a right corner).
     */
    static float[] strength(float[] picture, int side) {
        int places = side * side;
        float[] strengths = new float[places];
        int size = picture.length / places;
        for (int i = 0; i < picture.length; i++) {
            strengths[i / size] += Math.abs(picture[i]) / size;
        }
        if (side < 4) {
            return strengths; // hardly anything but border
        }
        float inner = 0;
        for (int i = 0; i < places; i++) {
            inner += isBorder(i, side) ? 0 : strengths[i] / ((side - 2) * (side - 2));
        }
        for (int i = 0; i < places; i++) {
            strengths[i] = isBorder(i, side) ? inner : strengths[i];
        }
        return strengths;
    }

    private static boolean isBorder(int place, int side) {
        int row = place / side;
        int column = place % side;
        return row == 0 || column == 0 || row == side - 1 || column == side - 1;
    }
}
