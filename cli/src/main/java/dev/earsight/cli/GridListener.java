package dev.earsight.cli;

import dev.earsight.clip.Pair;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.LinearProbe;
import dev.earsight.evaluate.PerItem;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.nio.file.Path;
import java.util.Random;

/**
 * Whether the recordings give the grid of frames away at all: a linear probe that hears one second, folded at the frame's
 * period of 1,920 samples (in which packets of 960 samples repeat too), and says whether it begins on the grid. What it cannot
 * hear at chance a network may still hear; what it hears is there.
 */
final class GridListener {
    private static final int SECONDS = 2_000;
    private static final int FOLDS = 96;

    private GridListener() {}

    static PerItem of(Path training, PreparedData test) {
        try (PreparedData train = PreparedData.open(training, Split.TRAIN);
                PreparedData validation = PreparedData.open(training, Split.VAL)) {
            Heard fit = heard(train, 1);
            Heard choose = heard(validation, 2);
            Heard judge = heard(test, 3);
            double[] right = LinearProbe.chosen(fit.folded, fit.labels, choose.folded, choose.labels)
                    .right(judge.folded, judge.labels);
            return new PerItem("grid heard by a linear listener", right, judge.sources, 0.5);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // stays in this class
    private record Heard(float[][] folded, String[] labels, String[] sources) {}

    private static Heard heard(ClipLibrary clips, long seed) {
        PairSampler sampler = new PairSampler(clips, new SamplingRule(false, 0));
        Random random = new Random(seed);
        Heard heard = new Heard(new float[SECONDS][], new String[SECONDS], new String[SECONDS]);
        for (int i = 0; i < SECONDS; i++) {
            Pair pair = i % 2 == 0 ? sampler.drawMatched(random) : sampler.drawMismatched(random);
            heard.folded[i] = folded(clips.sound(
                    pair.soundClip(), pair.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2, Sound.SAMPLE_RATE_HZ));
            heard.labels[i] = pair.matched() ? "on the grid" : "off the grid";
            heard.sources[i] = clips.source(pair.soundClip());
        }
        return heard;
    }

    /** How much the sound changes from sample to sample, by the place in the frame's period; its sum is one. */
    private static float[] folded(float[] samples) {
        float[] folded = new float[FOLDS];
        double sum = 1e-9;
        for (int i = 1; i < samples.length; i++) {
            float change = Math.abs(samples[i] - samples[i - 1]);
            folded[i % Sound.SAMPLES_PER_FRAME * FOLDS / Sound.SAMPLES_PER_FRAME] += change;
            sum += change;
        }
        for (int i = 0; i < FOLDS; i++) {
            folded[i] /= (float) sum;
        }
        return folded;
    }
}
