package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.util.random.RandomGenerator;

/**
 * A random microphone and room: a low-pass and a few echoes. It spreads every class's bandwidth, so that where the spectrum
 * ends does not name the class.
 *
 * @param lowPassHertz where the low-pass starts to fall, by 12 dB per octave
 * @param echoSeconds delays of the echoes
 * @param echoLevel level of the echoes
 */
record SoundColor(double lowPassHertz, double echoSeconds, double echoLevel) {
    static SoundColor drawn(RandomGenerator random) {
        return new SoundColor(
                Dice.octaves(random, 2500, 16000), Dice.between(random, 0.02, 0.09), Dice.between(random, 0, 0.35));
    }

    void apply(float[] samples) {
        double pole = Math.exp(-2 * Math.PI * lowPassHertz / Sound.SAMPLE_RATE_HZ);
        double first = 0;
        double second = 0;
        int echo = (int) (echoSeconds * Sound.SAMPLE_RATE_HZ);
        int other = (int) (echo * 0.63);
        for (int i = 0; i < samples.length; i++) {
            // The constant keeps the filter from ever falling into denormal numbers, which are slow.
            first += (1 - pole) * (samples[i] + 1e-15 - first);
            second += (1 - pole) * (first - second);
            double heard = second;
            // Fed back, so that the echoes have echoes.
            if (i >= echo) {
                heard += echoLevel * (0.6 * samples[i - echo] + 0.4 * samples[i - other]);
            }
            samples[i] = (float) heard;
        }
    }
}
