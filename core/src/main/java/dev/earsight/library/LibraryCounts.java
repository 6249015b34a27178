package dev.earsight.library;

/**
 * How much there is.
 *
 * @param files under the roots, that may be media
 * @param images files of this kind that are indexed; likewise {@code soundFiles} and {@code videos}
 * @param hours of sound and video that are indexed, copies counted once
 * @param backend what answers searches: {@code exact} or {@code lucene}
 */
public record LibraryCounts(
        int files,
        int indexed,
        int waiting,
        int failed,
        int images,
        int soundFiles,
        int videos,
        double hours,
        long vectors,
        String backend) {}
