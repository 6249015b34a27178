package dev.earsight.diagnose;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.List;

/**
 * A moment under one disturbance, to be looked at and heard: what the network was given.
 *
 * @param disturbance what was changed
 * @param picture with the change, if it is one of pictures
 * @param sound with the change, if it is one of sounds
 */
public record Sample(Disturbance disturbance, RgbImage picture, Sound sound) {
    private static final int SEED = 20;

    /** The frame of a clip and the second around it under every disturbance that one moment by itself can show. */
    public static List<Sample> of(ClipLibrary clips, int clip, int frameIndex) {
        List<Sample> samples = new ArrayList<>();
        long start = (long) frameIndex * Sound.SAMPLES_PER_FRAME - Sound.SAMPLE_RATE_HZ / 2;
        for (Disturbance disturbance : Disturbance.values()) {
            if (disturbance != Disturbance.SHUFFLED_SOUND && disturbance != Disturbance.JITTERED_MISMATCHES) {
                try (DisturbedClips disturbed = new DisturbedClips(clips, disturbance, SEED)) {
                    samples.add(new Sample(
                            disturbance,
                            disturbed.frame(clip, frameIndex),
                            new Sound(disturbed.sound(clip, start, LogSpectrogram.SAMPLES))));
                }
            }
        }
        return samples;
    }
}
