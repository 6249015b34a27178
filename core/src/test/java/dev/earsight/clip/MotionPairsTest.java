package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import dev.earsight.shard.ForwardingClips;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MotionPairsTest {
    private static final int SIDE = 16;
    private static final int PLANE = SIDE * SIDE;
    private static final ClipLibrary CLIPS = new SyntheticClips(6, 3, 24, 2.2, 1);

    @Test
    void framesAreThoseAroundTheMomentInOrder() {
        Pair pair = new Pair(2, 20, 2, 20 * 1920L, true);
        float[] five = reader(CLIPS, 5).pictures(List.of(pair));
        for (int i = 0; i < 5; i++) {
            float[] single = reader(CLIPS, 1).pictures(List.of(new Pair(2, 18 + i, 2, 0, true)));
            assertThat(Arrays.copyOfRange(five, 3 * i * PLANE, 3 * (i + 1) * PLANE))
                    .as("frame %d", i)
                    .containsExactly(single);
        }
    }

    @Test
    void beyondTheEndsTheLastFrameIsShownAgain() {
        int last = CLIPS.frameCount(0) - 1;
        float[] three = reader(CLIPS, 3).pictures(List.of(new Pair(0, last, 0, 0, true)));
        assertThat(Arrays.copyOfRange(three, 3 * PLANE, 6 * PLANE))
                .containsExactly(Arrays.copyOfRange(three, 6 * PLANE, 9 * PLANE));
    }

    /** Crop, flip, colors and the erased part are drawn once: otherwise they would look like motion. */
    @Test
    void allFramesAreVariedAlike() {
        ClipLibrary still = new StillClips(CLIPS);
        Augmentation all = new Augmentation(true, 0.75, 1, true, 0.1, 0.5, 0.1, 0.6, 0, 0);
        BatchReader reader = new BatchReader(still, all, new PictureInput(SIDE, 5, 0));
        for (int seed = 0; seed < 20; seed++) {
            float[] shown = reader.read(List.of(new Pair(1, 20, 1, 20 * 1920L, true)), new Random(seed))
                    .images();
            float[] first = Arrays.copyOf(shown, 3 * PLANE);
            for (int frame = 1; frame < 5; frame++) {
                assertThat(Arrays.copyOfRange(shown, 3 * frame * PLANE, 3 * (frame + 1) * PLANE))
                        .containsExactly(first);
            }
        }
    }

    /** Pictures and sound run backwards together, so that what is seen to happen is still heard when it happens. */
    @Test
    void picturesAndSoundAreReversedTogether() {
        Augmentation backwards = new Augmentation(false, 1, 1, false, 0, 0, 0, 0, 0, 1);
        PictureInput input = new PictureInput(SIDE, 5, 0);
        List<Pair> pairs = List.of(new Pair(1, 20, 1, 20 * 1920L, true));
        PairBatch reversed = new BatchReader(CLIPS, backwards, input).read(pairs, new Random(1));
        PairBatch forward = new BatchReader(CLIPS, Augmentation.off(), input).read(pairs, new Random(1));
        for (int frame = 0; frame < 5; frame++) {
            assertThat(Arrays.copyOfRange(reversed.images(), 3 * frame * PLANE, 3 * (frame + 1) * PLANE))
                    .containsExactly(
                            Arrays.copyOfRange(forward.images(), 3 * (4 - frame) * PLANE, 3 * (5 - frame) * PLANE));
        }
        float[] sound = CLIPS.sound(1, 20 * 1920L - 24_000, LogSpectrogram.SAMPLES);
        float[] backward = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            backward[i] = sound[sound.length - 1 - i];
        }
        assertThat(reversed.spectrograms()).containsExactly(new LogSpectrogram().of(backward));
        assertThat(reversed.spectrograms()).isNotEqualTo(forward.spectrograms());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 25})
    void allThatIsShownOfAMomentLiesInTheClip(int frames) {
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard(), new PictureInput(SIDE, frames, 0));
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            Pair pair = sampler.drawMatched(random);
            assertThat(pair.frameIndex() - frames / 2).isNotNegative();
            assertThat(pair.frameIndex() + frames / 2).isLessThan(CLIPS.frameCount(pair.frameClip()));
        }
    }

    @Test
    void clipsShorterThanTheFramesAreLeftOutByName() {
        // 1.03 s hold one second of sound around frame 13, and 12 frames before it, but only 11 after.
        ClipLibrary shorter = new SyntheticClips(3, 3, 24, 1.03, 1);
        assertThat(new PairSampler(shorter, SamplingRule.standard()).refused()).isEmpty();
        assertThatThrownBy(() -> new PairSampler(shorter, SamplingRule.standard(), new PictureInput(SIDE, 25, 0)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("too short: " + shorter.name(0));
    }

    @Test
    void keptFramesMustBeConsecutive() {
        ClipLibrary sparse = new StillClips(CLIPS) {
            @Override
            public int frameStep(int clip) {
                return 5;
            }
        };
        assertThatThrownBy(() -> new PairSampler(sparse, SamplingRule.standard(), new PictureInput(SIDE, 25, 0)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("keeps one frame in 5")
                .hasMessageContaining("--frames-per-second 25");
    }

    @Test
    void flowStandsBehindThePictureInOrderOfTime() {
        PictureInput input = new PictureInput(SIDE, 1, 3);
        float[] shown = new BatchReader(new FlowingClips(), Augmentation.off(), input)
                .pictures(List.of(new Pair(0, 20, 0, 20 * 1920L, true)));
        assertThat(shown).hasSize(9 * PLANE);
        assertThat(Arrays.copyOf(shown, 3 * PLANE))
                .containsExactly(reader(CLIPS, 1).pictures(List.of(new Pair(0, 20, 0, 0, true))));
        for (int field = 0; field < 3; field++) {
            // The pictures are 24 pixels wide, the square 16.
            assertThat(shown[(3 + 2 * field) * PLANE]).isCloseTo((20 + field) * SIDE / 24f, within(1e-4f));
            assertThat(shown[(4 + 2 * field) * PLANE]).isCloseTo(-SIDE / 24f, within(1e-4f));
        }
    }

    @Test
    void nothingMovesBeyondTheEnd() {
        PictureInput input = new PictureInput(SIDE, 1, 4);
        int frame = CLIPS.frameCount(0) - 2; // one field follows
        float[] shown = new BatchReader(new FlowingClips(), Augmentation.off(), input)
                .pictures(List.of(new Pair(0, frame, 0, 0, true)));
        assertThat(shown[3 * PLANE]).isPositive();
        for (int plane = 5; plane < 11; plane++) {
            assertThat(shown[plane * PLANE]).isZero();
        }
    }

    @Test
    void flowRunsBackwardsWithThePair() {
        Augmentation backwards = new Augmentation(false, 1, 1, false, 0, 0, 0, 0, 0, 1);
        BatchReader reader = new BatchReader(new FlowingClips(), backwards, new PictureInput(SIDE, 1, 3));
        float[] shown = reader.read(List.of(new Pair(0, 20, 0, 20 * 1920L, true)), new Random(1))
                .images();
        for (int field = 0; field < 3; field++) {
            assertThat(shown[(3 + 2 * field) * PLANE]).isCloseTo(-(19 - field) * SIDE / 24f, within(1e-4f));
        }
        // Before frame 16 there is a cut: this pair runs forward.
        float[] cut = reader.read(List.of(new Pair(0, 17, 0, 17 * 1920L, true)), new Random(1))
                .images();
        assertThat(cut[3 * PLANE]).isCloseTo(17 * SIDE / 24f, within(1e-4f));
    }

    @Test
    void noTrainingPairSeesACut() {
        PairSampler sampler =
                new PairSampler(new FlowingClips(), SamplingRule.standard(), new PictureInput(SIDE, 1, 3));
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            Pair pair = sampler.drawMatched(random);
            assertThat(pair.frameIndex() > FlowingClips.CUT || pair.frameIndex() + 3 <= FlowingClips.CUT)
                    .as("frame %d", pair.frameIndex())
                    .isTrue();
            assertThat(pair.frameIndex() + 3).isLessThan(CLIPS.frameCount(pair.frameClip()));
        }
    }

    @Test
    void dataWithoutFlowIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new PairSampler(CLIPS, SamplingRule.standard(), new PictureInput(SIDE, 1, 10)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("prepare --flow");
    }

    /** The clips, with flow: frame k moves k pixels to the right and one up; field 15 of every clip leads over a cut. */
    private static final class FlowingClips extends ForwardingClips {
        static final int CUT = 15;

        FlowingClips() {
            super(CLIPS);
        }

        @Override
        public boolean hasFlow(int clip, int frameIndex, int fields) {
            return frameIndex >= 0
                    && frameIndex + fields < frameCount(clip)
                    && (frameIndex > CUT || frameIndex + fields <= CUT);
        }

        @Override
        public FlowStack flow(int clip, int frameIndex, int fields) {
            assertThat(frameIndex + fields).isLessThan(frameCount(clip));
            return new FlowStack(IntStream.range(frameIndex, frameIndex + fields)
                    .mapToObj(k -> {
                        FlowField field = FlowField.zero(24, 24);
                        Arrays.fill(field.dx(), k);
                        Arrays.fill(field.dy(), -1);
                        return field;
                    })
                    .toList());
        }
    }

    private static BatchReader reader(ClipLibrary clips, int frames) {
        return new BatchReader(clips, Augmentation.off(), new PictureInput(SIDE, frames, 0));
    }
}
