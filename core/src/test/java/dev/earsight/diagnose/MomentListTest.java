package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.clip.SyntheticClips;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentListTest {
    @ParameterizedTest
    @CsvSource({"2, 1, 1", "3, 4, 2", "9, 2, 3", "20, 3, 4"})
    void everySoundIsOnceInAMatchAndOnceInAMismatchOfAnotherSource(int clips, int perClip, long seed) {
        SyntheticClips library = new SyntheticClips(clips, 2, 16, 1.2, seed);
        MomentList moments = MomentList.of(library, new PairSampler(library, SamplingRule.standard()), perClip, seed);

        int n = clips * perClip;
        assertThat(moments.size()).isEqualTo(n);
        assertThat(IntStream.range(0, n).map(moments::mismatch).distinct().count())
                .isEqualTo(n);
        for (int kind = 0; kind < 2; kind++) {
            int which = kind;
            assertThat(IntStream.range(0, n)
                            .map(i -> moments.stranger(i, which))
                            .distinct()
                            .count())
                    .isEqualTo(n);
            assertThat(IntStream.range(0, n)).allMatch(i -> differ(moments, i, moments.stranger(i, which)));
        }
        assertThat(IntStream.range(0, n)).allMatch(i -> differ(moments, i, moments.mismatch(i)));
    }

    @Test
    void oneSourceMustNotOutweighAllOthers() {
        SyntheticClips clips = new SyntheticClips(5, 2, 16, 1.2, 1);
        ManyOfOneSource library = new ManyOfOneSource(clips, 3);
        assertThatThrownBy(() -> MomentList.of(library, new PairSampler(library, SamplingRule.standard()), 2, 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'long.mp4'")
                .hasMessageContaining("--split");
    }

    private static boolean differ(MomentList moments, int a, int b) {
        return !moments.source(a).equals(moments.source(b));
    }

    /** The first clips are of one source. */
    private record ManyOfOneSource(SyntheticClips clips, int many) implements Forwarding {
        @Override
        public String source(int clip) {
            return clip < many ? "long.mp4" : clips.name(clip);
        }
    }
}
