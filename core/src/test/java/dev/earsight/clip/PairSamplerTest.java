package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSamplerTest {
    private static final TimesOnly CLIPS = new TimesOnly()
            .add("a", 100, 192_000, 1)
            .add("a", 60, 120_000, 1)
            .add("b", 250, 480_000, 1)
            .add("c", 75, 144_000, 5)
            .add("d", 40, 500_000, 1)
            .add("e", 400, 99_999, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyPairKeepsTheRule(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double misalignment = new double[] {0, 0.48, 1, 0.04}[(int) seed - 1];
        PairSampler sampler = new PairSampler(CLIPS, new SamplingRule(true, misalignment));
        double farthest = 0;
        for (int i = 0; i < 5000; i++) {
            Pair pair = i % 2 == 0 ? sampler.drawMatched(random) : sampler.drawMismatched(random);
            assertThat(pair.matched()).isEqualTo(i % 2 == 0);
            assertThat(pair.frameIndex()).isBetween(0, CLIPS.frameCount(pair.frameClip()) - 1);
            assertThat(pair.frameIndex() % CLIPS.frameStep(pair.frameClip())).isZero();
            assertThat(pair.soundCenterSample() % 1920).isZero();
            assertThat(pair.soundCenterSample()).isBetween(24_000L, CLIPS.sampleCount(pair.soundClip()) - 24_000);
            if (pair.matched()) {
                assertThat(pair.soundClip()).isEqualTo(pair.frameClip());
                double apart = Math.abs(pair.soundCenterSample() / 48_000.0 - pair.frameIndex() / 25.0);
                assertThat(apart).isLessThanOrEqualTo(misalignment + 1e-9);
                farthest = Math.max(farthest, apart);
            } else {
                assertThat(CLIPS.source(pair.soundClip())).isNotEqualTo(CLIPS.source(pair.frameClip()));
            }
        }
        assertThat(farthest).isGreaterThanOrEqualTo(misalignment - 1e-9);
    }

    @Test
    void reachesEveryFrameWithAWholeSecondAroundItAndNoOther() {
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard());
        SplittableRandom random = new SplittableRandom(11);
        Set<Integer> ofC = new HashSet<>();
        Set<Integer> ofE = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            ofC.add(sampler.drawMatchedFrom(3, random).frameIndex());
            ofE.add(sampler.drawMatchedFrom(5, random).frameIndex());
        }
        // 3 s of 75 frames, every fifth kept: 12.5 to 62.5 leaves these
        assertThat(ofC).containsExactlyInAnyOrder(15, 20, 25, 30, 35, 40, 45, 50, 55, 60);
        // 99,999 samples: (99,999 - 24,000) / 1920 = 39.6
        assertThat(ofE).hasSize(27).contains(13, 39).allMatch(frame -> frame >= 13 && frame <= 39);
    }

    /** With the protection on, nothing about the times or the choice of clip tells a mismatch's sound from a match's. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void soundsOfMatchesAndMismatchesAreDrawnAlike(double misalignment) {
        PairSampler sampler = new PairSampler(CLIPS, new SamplingRule(true, misalignment));
        SplittableRandom random = new SplittableRandom(5);
        int[][] grid = new int[2][1920];
        int[][] clip = new int[2][CLIPS.size()];
        int[][] position = new int[2][20];
        int[][] picture = new int[2][CLIPS.size()];
        for (int i = 0; i < 60_000; i++) {
            Pair pair = i % 2 == 0 ? sampler.drawMatched(random) : sampler.drawMismatched(random);
            int kind = i % 2;
            grid[kind][(int) (pair.soundCenterSample() % 1920)]++;
            clip[kind][pair.soundClip()]++;
            picture[kind][pair.frameClip()]++;
            position[kind][(int) (20 * pair.soundCenterSample() / CLIPS.sampleCount(pair.soundClip()))]++;
        }
        assertThat(grid[0][0]).isEqualTo(30_000);
        assertThat(grid[1][0]).isEqualTo(30_000);
        assertThat(chiSquareOverFreedom(clip)).isLessThan(1);
        assertThat(chiSquareOverFreedom(picture)).isLessThan(1);
        assertThat(chiSquareOverFreedom(position)).isLessThan(1);
    }

    @Test
    void withoutTheProtectionOnlyMismatchesLeaveTheGrid() {
        PairSampler sampler = new PairSampler(CLIPS, new SamplingRule(false, 0));
        SplittableRandom random = new SplittableRandom(5);
        int offGrid = 0;
        for (int i = 0; i < 2000; i++) {
            assertThat(sampler.drawMatched(random).soundCenterSample() % 1920).isZero();
            Pair mismatch = sampler.drawMismatched(random);
            assertThat(mismatch.soundCenterSample())
                    .isBetween(24_000L, CLIPS.sampleCount(mismatch.soundClip()) - 24_000);
            offGrid += mismatch.soundCenterSample() % 1920 == 0 ? 0 : 1;
        }
        assertThat(offGrid).isGreaterThan(1950);
    }

    @Test
    void sourcesWeighTheSameHoweverManyClipsTheyGave() {
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard());
        SplittableRandom random = new SplittableRandom(8);
        int ofA = 0;
        for (int i = 0; i < 20_000; i++) {
            ofA += sampler.drawMatched(random).frameClip() <= 1 ? 1 : 0;
        }
        assertThat(ofA).isBetween(3800, 4200); // one source of five; standard deviation 57
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7, 12})
    void aBatchOfMatchesRepeatsNoSourceBeforeAllWereUsed(int n) {
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard());
        for (int seed = 0; seed < 50; seed++) {
            List<Pair> batch = sampler.batchOfMatched(n, new SplittableRandom(seed));
            assertThat(batch).hasSize(n).allMatch(Pair::matched);
            for (int from = 0; from < n; from += 5) {
                List<String> round = batch.subList(from, Math.min(n, from + 5)).stream()
                        .map(pair -> CLIPS.source(pair.frameClip()))
                        .toList();
                assertThat(round).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aBalancedBatchIsHalfMatchesInRandomOrder() {
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard());
        ToIntFunction<List<Pair>> matches =
                batch -> (int) batch.stream().filter(Pair::matched).count();
        int first = 0;
        int odd = 0;
        for (int seed = 0; seed < 400; seed++) {
            List<Pair> batch = sampler.batchBalanced(8, new SplittableRandom(seed));
            assertThat(matches.applyAsInt(batch)).isEqualTo(4);
            first += batch.getFirst().matched() ? 1 : 0;
            int ofSeven = matches.applyAsInt(sampler.batchBalanced(7, new SplittableRandom(seed)));
            assertThat(ofSeven).isBetween(3, 4);
            odd += ofSeven - 3;
        }
        assertThat(first).isBetween(150, 250);
        assertThat(odd).isBetween(150, 250);
    }

    @Test
    void leavesOutAndNamesClipsWithoutAWholeSecond() {
        TimesOnly clips = new TimesOnly()
                .add("short", 25, 48_000, 1) // no frame is shown at 0.50 s exactly
                .add("few frames", 13, 480_000, 1)
                .add("just enough", 14, 48_960, 1)
                .add("long", 250, 480_000, 1);
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        assertThat(sampler.refused()).containsExactly("short/0", "few frames/1");
        assertThat(sampler.sourceCount()).isEqualTo(2);
        assertThat(sampler.drawMatchedFrom(2, new SplittableRandom(1))).isEqualTo(new Pair(2, 13, 2, 24_960, true));
        assertThatThrownBy(() -> sampler.drawMatchedFrom(0, new SplittableRandom(1)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("short/0");
    }

    @Test
    void needsTwoSources() {
        TimesOnly clips = new TimesOnly()
                .add("short", 25, 48_000, 1)
                .add("long", 250, 480_000, 1)
                .add("long", 250, 480_000, 1);
        assertThatThrownBy(() -> new PairSampler(clips, SamplingRule.standard()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("two sources")
                .hasMessageContaining("short/0");
    }

    @Test
    void theMisalignmentIsAtMostASecond() {
        assertThatThrownBy(() -> new SamplingRule(true, 1.01)).hasMessageContaining("1.01");
        assertThatThrownBy(() -> new SamplingRule(true, Double.NaN)).hasMessageContaining("NaN");
    }

    /**
     * Chi-square of the two rows being one distribution, less its expectation, in units of four standard deviations: below 1
     * unless they differ.
     */
    private static double chiSquareOverFreedom(int[][] counts) {
        double[] totals = new double[2];
        for (int row = 0; row < 2; row++) {
            for (int count : counts[row]) {
                totals[row] += count;
            }
        }
        double chiSquare = 0;
        int freedom = -1;
        for (int cell = 0; cell < counts[0].length; cell++) {
            double both = counts[0][cell] + counts[1][cell];
            if (both == 0) {
                continue;
            }
            freedom++;
            for (int row = 0; row < 2; row++) {
                double expected = both * totals[row] / (totals[0] + totals[1]);
                chiSquare += Math.pow(counts[row][cell] - expected, 2) / expected;
            }
        }
        assertThat(freedom).isPositive();
        return (chiSquare - freedom) / (4 * Math.sqrt(2.0 * freedom));
    }
}
