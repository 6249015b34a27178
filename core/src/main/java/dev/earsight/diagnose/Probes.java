package dev.earsight.diagnose;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairSampler;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** {@link OneSidedProbe}s of pairs drawn as training drew them, whose rule may give a match away. */
final class Probes {
    private Probes() {}

    /** Of the sound alone and of the picture alone, on {@code matches} matched pairs and as many mismatched. */
    static List<Measure> of(Inquiry inquiry, ClipLibrary clips, PairSampler sampler, int matches, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < matches; i++) {
            pairs.add(sampler.drawMatched(random));
            pairs.add(sampler.drawMismatched(random));
        }
        int n = pairs.size();
        float[][] sounds = inquiry.sounds(clips, pairs);
        float[][] pictures = inquiry.pictures(clips, pairs, inquiry::whole);
        double[][] ofPicture = new double[n][];
        double[][] ofSound = new double[n][];
        boolean[] matched = new boolean[n];
        String[] pictureSources = new String[n];
        String[] soundSources = new String[n];
        for (int i = 0; i < n; i++) {
            Pair pair = pairs.get(i);
            matched[i] = pair.matched();
            pictureSources[i] = clips.source(pair.frameClip());
            soundSources[i] = clips.source(pair.soundClip());
            ofPicture[i] = SideFeatures.ofPicture(pictures[i], clips.frame(pair.frameClip(), pair.frameIndex()));
            long start = pair.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2;
            ofSound[i] = SideFeatures.ofSound(sounds[i], clips.sound(pair.soundClip(), start, LogSpectrogram.SAMPLES));
        }
        return List.of(
                OneSidedProbe.of("sound alone", ofSound, matched, soundSources, seed),
                OneSidedProbe.of("picture alone", ofPicture, matched, pictureSources, seed));
    }
}
