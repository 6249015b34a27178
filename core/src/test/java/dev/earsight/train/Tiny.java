package dev.earsight.train;

import dev.earsight.clip.Augmentation;
import dev.earsight.clip.SamplingRule;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.ForwardingClips;
import dev.earsight.tensor.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training small enough for a test: pictures of 32 pixels, networks of some thousand parameters. */
final class Tiny {
    static final NetworkConfig NETWORK = new NetworkConfig(32, List.of(4, 4, 6, 8), 16, 8, false, Padding.ZERO);

    private Tiny() {}

    /** Eight pairs a step, float32, one engine thread, no limits; what else differs is in {@code settings}. */
    static TrainConfig config(Model model, Loss loss, long steps, String... settings) {
        TrainConfig base = new TrainConfig(
                model,
                NETWORK,
                loss,
                8,
                0,
                steps,
                3e-3,
                2,
                1e-5,
                0.94,
                16,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                SamplingRule.standard(),
                Augmentation.standard(),
                Precision.FLOAT32,
                1,
                2,
                4,
                16,
                0,
                0,
                7);
        Map<String, String> changes = new HashMap<>();
        for (String setting : settings) {
            String[] pair = setting.split("=");
            changes.put(pair[0], pair[1]);
        }
        return ConfigFile.with(base, changes);
    }

    static SyntheticClips clips(int count, int classes, long seed) {
        return new SyntheticClips(count, classes, 32, 1.2, seed);
    }

    /** A library in which the sound of one clip is not numbers. */
    static final class Spoiled extends ForwardingClips {
        private final int spoiled;

        Spoiled(ClipLibrary clips, int spoiled) {
            super(clips);
            this.spoiled = spoiled;
        }

        @Override
        public float[] sound(int clip, long startSample, int sampleCount) {
            float[] samples = super.sound(clip, startSample, sampleCount);
            if (clip == spoiled) {
                Arrays.fill(samples, 1000, 1010, Float.NaN);
            }
            return samples;
        }
    }
}
