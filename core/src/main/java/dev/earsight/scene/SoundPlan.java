package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Everything that is heard in a scene: the voices of its things, a voice from outside, noise.
 *
 * @param source where sounds come from
 * @param sampleCount length
 * @param voices all that sounds
 * @param levelDb root mean square of the mixed voices, in dB below full scale
 * @param snrDb ratio of the mixed voices to the noise
 * @param noiseSeed seed of the noise
 */
record SoundPlan(
        ThingSource source, int sampleCount, List<Voice> voices, double levelDb, double snrDb, long noiseSeed) {

    static final int OFF_SCREEN = -1;
    static final int WHOLE_KIT = -2;

    /**
     * One voice of the mixture.
     *
     * @param actor number of the thing it belongs to, or {@link #OFF_SCREEN}, or {@link #WHOLE_KIT}
     * @param className its class
     * @param seed seed of its sound
     * @param gainDb its level against the other voices
     * @param startSeconds when it sets in; 0 or less: from the beginning
     * @param endSeconds when it stops
     */
    record Voice(int actor, String className, long seed, double gainDb, double startSeconds, double endSeconds) {}

    /** Each voice alone. */
    List<DryTrack> tracks() {
        return voices.stream()
                .map(voice -> new DryTrack(voice.actor, samples(voice)))
                .toList();
    }

    Sound mixed() {
        float[] mix = new float[sampleCount];
        for (Voice voice : voices) {
            float[] samples = samples(voice);
            for (int i = 0; i < sampleCount; i++) {
                mix[i] += samples[i];
            }
        }
        double level = Math.pow(10, levelDb / 20);
        if (!voices.isEmpty()) {
            scale(mix, level / Math.max(1e-9, rootMeanSquare(mix)));
        }
        addNoise(mix, level * Math.pow(10, -snrDb / 20));
        for (int i = 0; i < sampleCount; i++) {
            mix[i] = limited(mix[i]);
        }
        return new Sound(mix);
    }

    /** When thing number {@code actor} is heard, as measured on its own voice. */
    List<Interval> intervalsOf(int actor) {
        return voices.stream()
                .filter(voice -> voice.actor == actor)
                .findFirst()
                .map(voice -> Interval.heardIn(samples(voice)))
                .orElse(List.of());
    }

    SceneTruth truth(String video, SceneConfig config, long index, List<SceneTruth.Thing> things) {
        Optional<Voice> outside =
                voices.stream().filter(voice -> voice.actor == OFF_SCREEN).findFirst();
        return new SceneTruth(
                video,
                config.framesPerSecond(),
                config.clipSeconds(),
                config.width(),
                config.height(),
                voices.isEmpty() ? Optional.empty() : Optional.of(voices.getFirst().className),
                new ArrayList<>(things),
                Optional.of(config.seed()),
                Optional.of(index),
                outside.map(Voice::className),
                OptionalDouble.of(Math.round(snrDb * 100) / 100.0),
                Optional.empty(),
                Optional.empty());
    }

    /** One voice alone, at root mean square 1 (times its gain) over the time it is on. */
    float[] samples(Voice voice) {
        float[] samples = source.sound(voice.className, sampleCount, Dice.of(voice.seed, 0, 0));
        double fade = 0.01 * Sound.SAMPLE_RATE_HZ;
        double start = voice.startSeconds * Sound.SAMPLE_RATE_HZ;
        double end = voice.endSeconds * Sound.SAMPLE_RATE_HZ;
        boolean whole = start <= 0 && end >= sampleCount;
        for (int i = 0; !whole && i < sampleCount; i++) {
            double open = Math.min((i - start) / fade, (end - i) / fade);
            samples[i] *= (float) Math.clamp(open, 0, 1);
        }
        double share = Math.max(0.05, (Math.min(sampleCount, end) - Math.max(0, start)) / sampleCount);
        double quiet = Math.max(1e-9, rootMeanSquare(samples)) / Math.sqrt(share);
        scale(samples, Math.pow(10, voice.gainDb / 20) / quiet);
        return samples;
    }

    /** White noise through a random low-pass: from hiss to rumble. */
    private void addNoise(float[] mix, double level) {
        RandomGenerator random = Dice.of(noiseSeed, 0, 0);
        double pole = Math.exp(-2 * Math.PI * Dice.octaves(random, 150, 20000) / Sound.SAMPLE_RATE_HZ);
        // A one-pole low-pass leaves (1 - p) / (1 + p) of the power of white noise, which has 1/3.
        double gain = level * Math.sqrt(3 * (1 + pole) / (1 - pole));
        double low = 0;
        for (int i = 0; i < mix.length; i++) {
            low += (1 - pole) * (2 * random.nextFloat() - 1 - low);
            mix[i] += (float) (gain * low);
        }
    }

    /** Straight up to 0.8, then bent so that it never reaches 1. */
    private static float limited(float x) {
        float size = Math.abs(x);
        if (size <= 0.8f) {
            return x;
        }
        float over = (size - 0.8f) / 0.2f;
        return Math.copySign(0.8f + 0.2f * over / (1 + over), x);
    }

    private static void scale(float[] samples, double factor) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) factor;
        }
    }

    static double rootMeanSquare(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
