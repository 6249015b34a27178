package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The paper's shortcut, as a test: a classifier that hears only the sound must not tell matches from mismatches. The clips
 * carry what a codec might leave, made gross: a faint click at every frame time, a level that rises toward the end of the
 * clip, and a hum of each clip's own strength, so that leaks by grid, by position in the clip and by choice of clip would all
 * be heard. The classifier is logistic regression on the second folded at the frame period, and on its level and hum.
 */
class ShortcutTest {
    private static final int PAIRS = 20_000;
    private static final int FOLDS = 48;
    private static final int FEATURES = FOLDS + 3;

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void soundAloneStaysAtChanceWithTheProtectionOn(double misalignment) {
        assertThat(accuracy(new SamplingRule(true, misalignment))).isBetween(0.48, 0.52);
    }

    @Test
    void soundAloneGivesTheMatchAwayWithTheProtectionOff() {
        assertThat(accuracy(new SamplingRule(false, 0))).isGreaterThan(0.9);
    }

    @Test
    void misalignmentOnTheGridDoesNotHideAnUnprotectedMismatch() {
        assertThat(accuracy(new SamplingRule(false, 1))).isGreaterThan(0.9);
    }

    /** Accuracy over 20,000 pairs of a classifier fitted on 20,000 others. */
    private static double accuracy(SamplingRule rule) {
        ClipLibrary clips = new ClickingClips(40);
        PairSampler sampler = new PairSampler(clips, rule);
        SplittableRandom random = new SplittableRandom(2026);
        boolean[] matched = new boolean[2 * PAIRS];
        double[][] features = new double[2 * PAIRS][];
        for (int i = 0; i < 2 * PAIRS; i++) {
            Pair pair = random.nextBoolean() ? sampler.drawMatched(random) : sampler.drawMismatched(random);
            matched[i] = pair.matched();
            features[i] = features(clips.sound(pair.soundClip(), pair.soundCenterSample() - 24_000, 48_000));
        }
        standardize(features);
        double[] weights = fit(features, matched);
        int right = 0;
        for (int i = PAIRS; i < 2 * PAIRS; i++) {
            right += score(weights, features[i]) > 0 == matched[i] ? 1 : 0;
        }
        double accuracy = right / (double) PAIRS;
        System.out.printf("sound-only accuracy with %s: %.4f of %d pairs%n", rule, accuracy, PAIRS);
        return accuracy;
    }

    private static double[] features(float[] samples) {
        double[] features = new double[FEATURES];
        double hum = 0;
        int each = Sound.SAMPLES_PER_FRAME / FOLDS;
        for (int start = 0; start < samples.length; start += each) {
            float size = 0;
            float sum = 0;
            for (int i = start; i < start + each; i++) {
                size += Math.abs(samples[i]);
                sum += samples[i];
            }
            features[start / each % FOLDS] += size;
            hum += sum;
        }
        double level = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            level += features[fold];
        }
        for (int fold = 0; fold < FOLDS; fold++) {
            features[fold] /= level;
        }
        features[FOLDS] = Math.log(level);
        features[FOLDS + 1] = hum / samples.length;
        features[FOLDS + 2] = 1;
        return features;
    }

    private static void standardize(double[][] features) {
        for (int f = 0; f < FEATURES - 1; f++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : features) {
                sum += row[f];
                squares += row[f] * row[f];
            }
            double mean = sum / features.length;
            double deviation = Math.sqrt(Math.max(1e-18, squares / features.length - mean * mean));
            for (double[] row : features) {
                row[f] = (row[f] - mean) / deviation;
            }
        }
    }

    private static double[] fit(double[][] features, boolean[] matched) {
        double[] weights = new double[FEATURES];
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < 6 * PAIRS; step++) {
            int i = random.nextInt(PAIRS);
            double error = (matched[i] ? 1 : 0) - 1 / (1 + Math.exp(-score(weights, features[i])));
            double rate = 0.02 / (1 + step / (double) PAIRS);
            for (int f = 0; f < FEATURES; f++) {
                weights[f] += rate * error * features[i][f];
            }
        }
        return weights;
    }

    private static double score(double[] weights, double[] features) {
        double score = 0;
        for (int f = 0; f < FEATURES; f++) {
            score += weights[f] * features[f];
        }
        return score;
    }

    /** Noise that rises over the clip, plus a constant of each clip's own, plus a faint click at every frame time. */
    private static final class ClickingClips implements ClipLibrary {
        private final float[][] samples;

        ClickingClips(int count) {
            samples = new float[count][];
            for (int clip = 0; clip < count; clip++) {
                SplittableRandom random = new SplittableRandom(clip);
                float[] clipSamples = new float[120_000 + 1000 * clip];
                for (int i = 0; i < clipSamples.length; i++) {
                    double level = 0.02 + 0.02 * i / clipSamples.length;
                    double click = i % Sound.SAMPLES_PER_FRAME < 12 ? 0.02 : 0;
                    clipSamples[i] = (float) (level * random.nextDouble(-1, 1) + click + 0.0005 * clip);
                }
                samples[clip] = clipSamples;
            }
        }

        @Override
        public int size() {
            return samples.length;
        }

        @Override
        public String name(int clip) {
            return "clicks" + clip;
        }

        @Override
        public int frameCount(int clip) {
            return samples[clip].length / Sound.SAMPLES_PER_FRAME;
        }

        @Override
        public long sampleCount(int clip) {
            return samples[clip].length;
        }

        @Override
        public RgbImage frame(int clip, int frameIndex) {
            return new RgbImage(1, 1, new byte[3]);
        }

        @Override
        public float[] sound(int clip, long startSample, int sampleCount) {
            return new Sound(samples[clip]).slice(startSample, sampleCount).samples();
        }

        @Override
        public Optional<String> truthJson(int clip) {
            return Optional.empty();
        }
    }
}
