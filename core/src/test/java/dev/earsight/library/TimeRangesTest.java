package dev.earsight.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.index.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangesTest {
    private static final float[] QUERY = {1, 0};

    /** A second each, with these cosines to {@link #QUERY}. */
    private static Vectors block(double... cosines) {
        return new Vectors() {
            @Override
            public int size() {
                return cosines.length;
            }

            @Override
            public long key(int i) {
                return VectorKey.of(i, i + 1);
            }

            @Override
            public void copy(int i, float[] into) {
                into[0] = (float) cosines[i];
                into[1] = (float) Math.sqrt(1 - cosines[i] * cosines[i]);
            }
        };
    }

    @Test
    void takesNeighborsThatMatchNearlyAsWell() {
        Vectors block = block(0.89, 0.86, 0.7, 0.86, 0.9, 0.87, 0.88, 0.8);
        assertThat(TimeRanges.around(block, VectorKey.of(4, 5), 0.9f, List.of(QUERY), 2))
                .isEqualTo(new TimeRanges.Run(3, 4, 6));
        assertThat(TimeRanges.around(block, VectorKey.of(0, 1), 0.89f, List.of(QUERY), 2))
                .isEqualTo(new TimeRanges.Run(0, 0, 1));
    }

    @Test
    void runsDoNotOverlap() {
        TimeRanges.Run run = new TimeRanges.Run(2, 6, 12);
        assertThat(run.outside(List.of(new TimeRanges.Run(0, 1, 4), new TimeRanges.Run(9, 10, 11))))
                .isEqualTo(new TimeRanges.Run(5, 6, 8));
        assertThat(run.outside(List.of())).isEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.9,0", "1.1,1", "3.6,3", "99,7"})
    void findsTheVectorOfAMoment(double seconds, int place) {
        assertThat(TimeRanges.nearest(block(0, 0, 0, 0, 0, 0, 0, 0), seconds)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "12.5,13.5", "359999.04,359999.04", "86400,86400.627"})
    void keysTellTheTime(double start, double end) {
        long key = VectorKey.of(start, end);
        assertThat(VectorKey.startSeconds(key)).isEqualTo(start);
        assertThat(VectorKey.endSeconds(key)).isEqualTo(end);
        assertThat(VectorKey.of(start + 0.04, end + 0.04)).isGreaterThan(key);
    }

    @Test
    void thinnedEvenly() {
        assertThat(QueryVectors.thinned(3)).containsExactly(0, 1, 2);
        assertThat(QueryVectors.thinned(128)).hasSize(64).startsWith(1, 3, 5).endsWith(125, 127);
        assertThat(QueryVectors.thinned(100_000))
                .hasSize(64)
                .doesNotHaveDuplicates()
                .isSorted();
    }
}
