package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.clip.Pair;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.media.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisturbedClipsTest {
    private static final int SECOND = 48_000;
    private static final SyntheticClips CLIPS = new SyntheticClips(3, 3, 60, 2.5, 5);

    /** A clip whose sample {@code n} is {@code n} and whose pixels are numbered, too. */
    private record Numbered(SyntheticClips clips) implements Forwarding {
        @Override
        public float[] sound(int clip, long startSample, int sampleCount) {
            float[] samples = new float[sampleCount];
            for (int i = 0; i < sampleCount; i++) {
                samples[i] = startSample + i;
            }
            return samples;
        }

        @Override
        public RgbImage frame(int clip, int frameIndex) {
            byte[] rgb = new byte[3 * 20 * 10];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (i / 3);
            }
            return new RgbImage(20, 10, rgb);
        }
    }

    @ParameterizedTest
    @EnumSource(Disturbance.class)
    void onlyOneSideChangesAndTheSameQuestionHasTheSameAnswer(Disturbance disturbance) {
        try (DisturbedClips disturbed = new DisturbedClips(CLIPS, disturbance, 1)) {
            float[] sound = disturbed.sound(1, 9_600, SECOND);
            RgbImage picture = disturbed.frame(1, 10);
            boolean soundStays = Arrays.equals(sound, CLIPS.sound(1, 9_600, SECOND));
            boolean pictureStays =
                    Arrays.equals(picture.rgb(), CLIPS.frame(1, 10).rgb());
            assertThat(pictureStays).isEqualTo(!disturbance.ofPicture());
            assertThat(soundStays).isEqualTo(disturbance.ofPicture() || disturbance == Disturbance.SHUFFLED_SOUND);
            assertThat(disturbed.sound(1, 9_600, SECOND)).isEqualTo(sound);
            assertThat(disturbed.frame(1, 10).rgb()).isEqualTo(picture.rgb());
            assertThat(sound).hasSize(SECOND);
        }
    }

    @Test
    void aShiftedSoundStaysInTheClipOnTheGridHalfASecondAway() {
        try (DisturbedClips disturbed = new DisturbedClips(new Numbered(CLIPS), Disturbance.SHIFTED_SOUND, 1)) {
            long last = CLIPS.sampleCount(0) - SECOND;
            for (long start = 0; start <= last; start += 1920) {
                if (!disturbed.applies(new Pair(0, 0, 0, start + SECOND / 2, true))) {
                    assertThat(start - 24_960 < 0 && start + 24_960 > last).isTrue();
                    continue;
                }
                float from = disturbed.sound(0, start, SECOND)[0];
                assertThat(from).isBetween(0f, (float) last);
                assertThat(Math.abs(from - start)).isGreaterThanOrEqualTo(24_960);
                assertThat((from - start) % 1920).isZero();
            }
        }
    }

    @Test
    void aClipOfASecondHasNoOtherTime() {
        SyntheticClips brief = new SyntheticClips(2, 2, 16, 1.2, 1);
        Pair moment = new Pair(0, 13, 0, 13 * 1920L, true);
        try (DisturbedClips shifted = new DisturbedClips(brief, Disturbance.SHIFTED_SOUND, 1);
                DisturbedClips silent = new DisturbedClips(brief, Disturbance.SILENCE, 1)) {
            assertThat(shifted.applies(moment)).isFalse();
            assertThat(silent.applies(moment)).isTrue();
        }
    }

    @Test
    void jitterLeavesTheGridByLessThanHalfAFrame() {
        try (DisturbedClips disturbed = new DisturbedClips(new Numbered(CLIPS), Disturbance.JITTER, 1)) {
            for (long start = 0; start <= CLIPS.sampleCount(0) - SECOND; start += 1920) {
                float by = disturbed.sound(0, start, SECOND)[0] - start;
                assertThat(Math.abs(by)).isBetween(1f, 959f);
            }
        }
    }

    @Test
    void noiseIsAsLoudAsTheSound() {
        try (DisturbedClips disturbed = new DisturbedClips(CLIPS, Disturbance.NOISE, 1)) {
            assertThat(level(disturbed.sound(2, 0, SECOND)))
                    .isCloseTo(level(CLIPS.sound(2, 0, SECOND)), within(0.01 * level(CLIPS.sound(2, 0, SECOND))));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AAC_SOUND", "MP3_SOUND"})
    void aCodecKeepsTimeToTheSampleAndMostOfATone(Disturbance codec) {
        try (DisturbedClips disturbed = new DisturbedClips(CLIPS, codec, 1)) {
            float[] before = CLIPS.sound(0, 24_000, SECOND);
            float[] after = disturbed.sound(0, 24_000, SECOND);
            int best = 0;
            double most = -1;
            for (int lag = -60; lag <= 60; lag++) { // less than half a period of 160 samples
                double along = 0;
                for (int i = 100; i < SECOND - 100; i++) {
                    along += before[i] * after[i + lag];
                }
                best = along > most ? lag : best;
                most = Math.max(most, along);
            }
            assertThat(best).isBetween(-1, 1);
            assertThat(most / ((SECOND - 200) * level(before) * level(after))).isGreaterThan(0.9);
        }
    }

    /** A film of 51x37 pixels in which a bright block moves. */
    private record Film(SyntheticClips clips) implements Forwarding {
        @Override
        public RgbImage frame(int clip, int frameIndex) {
            byte[] rgb = new byte[3 * 51 * 37];
            for (int i = 0; i < rgb.length; i++) {
                int x = i / 3 % 51;
                rgb[i] = (byte) (Math.abs(x - frameIndex) < 5 ? 220 : 60 + x);
            }
            return new RgbImage(51, 37, rgb);
        }
    }

    @Test
    void videoKeepsSizeAndPlaceAndLosesDetail() {
        Film film = new Film(CLIPS);
        try (DisturbedClips filmed = new DisturbedClips(film, Disturbance.H264_PICTURE, 1)) {
            for (int frame : new int[] {0, 5, 30}) {
                RgbImage before = film.frame(0, frame);
                RgbImage after = filmed.frame(0, frame);
                assertThat(after.width()).isEqualTo(51);
                assertThat(after.height()).isEqualTo(37);
                double[] error = new double[2];
                for (int i = 0; i < before.rgb().length; i++) {
                    for (int kind = 0; kind < 2; kind++) { // the frame itself, and one whose block is elsewhere
                        int wanted = film.frame(0, frame + 12 * kind).rgb()[i] & 0xff;
                        error[kind] += Math.pow(wanted - (after.rgb()[i] & 0xff), 2) / before.rgb().length;
                    }
                }
                assertThat(error[0]).isBetween(1.0, error[1] / 2);
            }
        }
    }

    @Test
    void picturesAreMirroredAndMaskedWhereTheySayTheyAre() {
        Numbered numbered = new Numbered(CLIPS);
        RgbImage plain = numbered.frame(0, 0);
        try (DisturbedClips mirrored = new DisturbedClips(numbered, Disturbance.MIRRORED_PICTURE, 1);
                DisturbedClips corners = new DisturbedClips(numbered, Disturbance.MASKED_CORNERS, 1);
                DisturbedClips center = new DisturbedClips(numbered, Disturbance.MASKED_CENTER, 1);
                DisturbedClips grey = new DisturbedClips(numbered, Disturbance.GREY_PICTURE, 1)) {
            int masked = 0;
            for (int y = 0; y < 10; y++) {
                for (int x = 0; x < 20; x++) {
                    assertThat(mirrored.frame(0, 0).value(x, y, 1)).isEqualTo(plain.value(19 - x, y, 1));
                    assertThat(grey.frame(0, 0).value(x, y, 0)).isEqualTo(128);
                    boolean inCorner = (x < 4 || x >= 16) && (y < 2 || y >= 8);
                    assertThat(corners.frame(0, 0).value(x, y, 0))
                            .isEqualTo(inCorner ? 100 : plain.value(x, y, 0)); // the mean of 0..199 is 99.5
                    boolean inside = x >= 5 && x < 15 && y >= 2 && y < 8;
                    masked += inside ? 1 : 0;
                    assertThat(center.frame(0, 0).value(x, y, 2)).isEqualTo(inside ? 100 : plain.value(x, y, 2));
                }
            }
            assertThat(masked).isEqualTo(60);
        }
    }

    private static double level(float[] samples) {
        double energy = 0;
        for (float sample : samples) {
            energy += (double) sample * sample;
        }
        return Math.sqrt(energy / samples.length);
    }
}
