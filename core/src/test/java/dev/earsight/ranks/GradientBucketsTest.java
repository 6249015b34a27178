package dev.earsight.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GradientBucketsTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void theLastLayersLeaveFirstInASmallBucket() {
        assertThat(GradientBuckets.buckets(
                        new long[] {MEGABYTE, 9 * MEGABYTE, 5 * MEGABYTE, 3 * MEGABYTE, 100, MEGABYTE / 2, 64}))
                .containsExactly(new long[] {6, 5, 4}, new long[] {3, 2}, new long[] {1}, new long[] {0});
    }
}
