package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.ForwardingClips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairLoaderTest {
    private static final SyntheticClips CLIPS = new SyntheticClips(6, 3, 24, 1.5, 1);
    private static final PairSampler SAMPLER = new PairSampler(CLIPS, SamplingRule.standard());

    private static List<PairBatch> batches(int count, PairLoader.Settings settings, boolean recycle) {
        List<PairBatch> batches = new ArrayList<>();
        try (PairLoader loader = new PairLoader(CLIPS, SAMPLER, Augmentation.standard(), settings)) {
            for (int i = 0; i < count; i++) {
                PairBatch batch = loader.next();
                batches.add(new PairBatch(
                        batch.size(),
                        batch.input(),
                        batch.images().clone(),
                        batch.spectrograms().clone(),
                        batch.matched().clone(),
                        batch.pairs()));
                if (recycle) {
                    loader.recycle(batch);
                }
            }
        }
        return batches;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "3, 2, true", "2, 7, false", "4, 1, true"})
    void aBatchDependsOnTheSeedAndItsNumberAlone(int threads, int ahead, boolean recycle) {
        var usual = new PairLoader.Settings(3, PictureInput.still(16), PairLoader.Mix.BALANCED, 99, 0, 2, 4);
        var other = new PairLoader.Settings(3, PictureInput.still(16), PairLoader.Mix.BALANCED, 99, 4, threads, ahead);
        List<PairBatch> all = batches(9, usual, false);
        List<PairBatch> resumed = batches(5, other, recycle);
        for (int i = 0; i < 5; i++) {
            PairBatch expected = all.get(4 + i);
            assertThat(resumed.get(i).pairs()).isEqualTo(expected.pairs());
            assertThat(resumed.get(i).images()).isEqualTo(expected.images());
            assertThat(resumed.get(i).spectrograms()).isEqualTo(expected.spectrograms());
            assertThat(resumed.get(i).matched()).isEqualTo(expected.matched());
        }
        assertThat(all.get(4).pairs()).isNotEqualTo(all.get(5).pairs());
    }

    @Test
    void sharesAreTheWholeBatch() {
        var whole = new PairLoader.Settings(6, PictureInput.still(16), PairLoader.Mix.BALANCED, 99, 0, 2, 4);
        PairBatch expected = batches(2, whole, false).getLast();
        for (int share = 0; share < 3; share++) {
            PairBatch part = batches(2, whole.share(share, 3), true).getLast();
            assertThat(part.pairs()).isEqualTo(expected.pairs().subList(2 * share, 2 * share + 2));
            assertThat(part.images()).isEqualTo(slice(expected.images(), share));
            assertThat(part.spectrograms()).isEqualTo(slice(expected.spectrograms(), share));
            assertThat(part.matched()).isEqualTo(slice(expected.matched(), share));
        }
    }

    private static float[] slice(float[] values, int third) {
        int size = values.length / 3;
        return Arrays.copyOfRange(values, third * size, (third + 1) * size);
    }

    @Test
    void anotherSeedGivesOtherBatches() {
        PairLoader.Settings settings = PairLoader.Settings.of(4, PictureInput.still(16), PairLoader.Mix.BALANCED, 1);
        PairLoader.Settings other = PairLoader.Settings.of(4, PictureInput.still(16), PairLoader.Mix.BALANCED, 2);
        // batch i + 1 of a seed is not batch i of the next seed either
        assertThat(batches(1, settings.from(1), false).getFirst().pairs())
                .isNotEqualTo(batches(1, other, false).getFirst().pairs());
        assertThat(batches(1, settings, false).getFirst().pairs())
                .isNotEqualTo(batches(1, other, false).getFirst().pairs());
    }

    @Test
    void aBatchHoldsWhatItsPairsSay() {
        var settings = PairLoader.Settings.of(5, PictureInput.still(24), PairLoader.Mix.BALANCED, 3);
        PairBatch batch;
        try (PairLoader loader = new PairLoader(CLIPS, SAMPLER, Augmentation.off(), settings)) {
            batch = loader.next();
        }
        for (int i = 0; i < 5; i++) {
            Pair pair = batch.pairs().get(i);
            assertThat(batch.matched()[i]).isEqualTo(pair.matched() ? 1f : 0f);
            RgbImage image = CLIPS.frame(pair.frameClip(), pair.frameIndex());
            assertThat(batch.images()[i * 3 * 24 * 24 + 24 * 24 + 7 * 24 + 5])
                    .isEqualTo(image.value(5, 7, 1) * (2 / 255f) - 1);
            float[] sound = CLIPS.sound(pair.soundClip(), pair.soundCenterSample() - 24_000, 48_000);
            float[] expected = new LogSpectrogram().of(sound);
            assertThat(batch.spectrograms()[i * LogSpectrogram.SIZE + 12_345]).isEqualTo(expected[12_345]);
        }
    }

    @Test
    void aBatchOfMatchesHasDistinctSources() {
        PairBatch batch = batches(1, PairLoader.Settings.of(6, PictureInput.still(8), PairLoader.Mix.MATCHED, 3), false)
                .getFirst();
        assertThat(batch.matched()).containsOnly(1f);
        assertThat(batch.pairs().stream().map(Pair::frameClip)).doesNotHaveDuplicates();
    }

    @Test
    void namesTheClipThatCannotBeRead() {
        ClipLibrary broken = new Watched(CLIPS, clip -> {
            if (clip == 2) {
                throw new IllegalStateException("bad block");
            }
        });
        PairSampler sampler = new PairSampler(broken, SamplingRule.standard());
        var settings = new PairLoader.Settings(6, PictureInput.still(8), PairLoader.Mix.MATCHED, 1, 0, 2, 2);
        try (PairLoader loader = new PairLoader(broken, sampler, Augmentation.off(), settings)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(CLIPS.name(2))
                    .hasMessageContaining("bad block");
        }
    }

    @Test
    void aClosedLoaderGivesNothing() {
        PairLoader loader = new PairLoader(
                CLIPS,
                SAMPLER,
                Augmentation.off(),
                PairLoader.Settings.of(2, PictureInput.still(8), PairLoader.Mix.MATCHED, 1));
        loader.next();
        assertThat(loader.waitedSeconds()).isPositive();
        loader.close();
        assertThatThrownBy(loader::next).hasMessageContaining("closed");
    }

    @Test
    void closingNeverInterruptsARead() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        ClipLibrary slow = new Watched(CLIPS, clip -> {
            reading.countDown();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        PairSampler sampler = new PairSampler(slow, SamplingRule.standard());
        var settings = new PairLoader.Settings(3, PictureInput.still(8), PairLoader.Mix.MATCHED, 1, 0, 1, 3);
        try (PairLoader loader = new PairLoader(slow, sampler, Augmentation.off(), settings)) {
            reading.await();
            assertThat(loader.waitedSeconds()).isZero();
        }
        assertThat(interrupted).isFalse();
    }

    /** Clips that tell when their sound is read. */
    private static final class Watched extends ForwardingClips {
        private final IntConsumer beforeSound;

        Watched(ClipLibrary whole, IntConsumer beforeSound) {
            super(whole);
            this.beforeSound = beforeSound;
        }

        @Override
        public float[] sound(int clip, long startSample, int sampleCount) {
            beforeSound.accept(clip);
            return super.sound(clip, startSample, sampleCount);
        }
    }
}
