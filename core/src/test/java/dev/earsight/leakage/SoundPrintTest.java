package dev.earsight.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundPrintTest {
    private static final int RATE = Sound.SAMPLE_RATE_HZ;
    private static final List<Item> OTHERS = IntStream.range(0, 40)
            .mapToObj(other -> item(music(4, 1000 + other)))
            .toList();

    /** Notes with partials and noise between, all of random pitch, length and loudness. */
    static float[] music(double seconds, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int at = 0; at < samples.length; ) {
            int length = (int) (RATE * (0.08 + 0.3 * random.nextDouble()));
            double hertz = 150 * Math.pow(16, random.nextDouble());
            double loud = 0.02 + 0.15 * random.nextDouble();
            double noise = 0.1 * random.nextDouble();
            for (int i = 0; i < length && at + i < samples.length; i++) {
                double envelope = Math.exp(-3.0 * i / length);
                double value = noise * random.nextGaussian();
                for (int partial = 1; partial <= 4; partial++) {
                    value += Math.sin(2 * Math.PI * hertz * partial * i / RATE) / partial;
                }
                samples[at + i] = (float) (loud * envelope * value);
            }
            at += length;
        }
        return samples;
    }

    private static Item item(float[] samples) {
        return new Item("sound", "sound", Optional.empty(), new long[0], SoundPrint.of(samples));
    }

    /** Distance of the nearest stretch found in a library of 40 others and this one; empty where it was not found. */
    private static Optional<Double> found(float[] own, float[] copy) {
        List<Item> items = new ArrayList<>(OTHERS);
        items.add(item(own));
        SoundIndex index = new SoundIndex(items, SplitComparison.SOUND_SHARE);
        Map<Integer, Double> found = new HashMap<>();
        for (int table = 0; table < SoundIndex.TABLES; table++) {
            index.use(table);
            index.near(SoundPrint.of(copy), (item, distance) -> found.merge(item, distance, Math::min));
        }
        assertThat(found.keySet()).as("none of the others").isSubsetOf(40);
        return Optional.ofNullable(found.get(40));
    }

    @Test
    void fiftyWordsPerSecondLessWhatTheLastOnesSee() {
        assertThat(SoundPrint.of(music(4, 1))).hasSize(4 * 50 - 15);
        assertThat(SoundPrint.of(music(0.3, 1))).isEmpty();
        assertThat(SoundPrint.of(new float[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.03, 0.5, 3})
    void levelCancels(double gain) {
        float[] own = music(4, 7);
        float[] louder = own.clone();
        for (int i = 0; i < louder.length; i++) {
            louder[i] *= (float) gain;
        }
        assertThat(found(own, louder).orElse(1.0)).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 480, 777, 35_433, 80_001})
    void cutsAreFound(int samples) {
        float[] own = music(4, 8);
        assertThat(found(own, Arrays.copyOfRange(own, samples, own.length))).isPresent();
        assertThat(found(Arrays.copyOfRange(own, samples, own.length), own)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = VideoFormat.class,
            names = {"MP3", "M4A_AAC", "OGG_OPUS"})
    void codecsAreHeardThrough(VideoFormat format, @TempDir Path folder) {
        float[] own = music(4, 9);
        float[] cut = Arrays.copyOfRange(own, 20_011, own.length);
        for (int i = 0; i < cut.length; i++) {
            cut[i] *= 0.4f;
        }
        Path file = folder.resolve("sound.media");
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.soundOnly(format, 1, RATE))) {
            writer.write(cut);
        }
        assertThat(found(own, SoundFile.read(file).samples()))
                .as("quieter, cut and through " + format)
                .isPresent();
    }

    @Test
    void silenceResemblesNothing() {
        float[] silence = new float[4 * RATE];
        float[] whisper = new float[4 * RATE];
        Random random = new Random(3);
        for (int i = 0; i < whisper.length; i++) {
            whisper[i] = (float) (1e-5 * random.nextGaussian());
        }
        assertThat(SoundPrint.of(silence)).containsOnly(SoundPrint.NOTHING);
        assertThat(SoundPrint.of(whisper)).containsOnly(SoundPrint.NOTHING);
        assertThat(found(silence, silence)).isEmpty();
        float[] shortInSilence = new float[4 * RATE];
        System.arraycopy(music(0.5, 4), 0, shortInSilence, RATE, RATE / 2);
        assertThat(found(shortInSilence, shortInSilence))
                .as("too short to judge")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void unrelatedSoundsDifferInHalfOfTheBits(long seed) {
        int[] one = SoundPrint.of(music(8, 50 + seed));
        int[] other = SoundPrint.of(music(8, 70 + seed));
        int differing = 0;
        for (int i = 0; i < one.length; i++) {
            differing += Integer.bitCount(one[i] ^ other[i]);
        }
        assertThat(differing / (32.0 * one.length)).isBetween(0.42, 0.58);
    }
}
