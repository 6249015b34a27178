package dev.earsight.leakage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hashes of pictures, found again within a few bits without comparing all with all (multi-index hashing; Norouzi, Punjani and Fleet, "Fast
 * Search in Hamming Space with Multi-Index Hashing", CVPR 2012): of hashes that differ in at most {@code r} bits, one of the four quarters
 * differs in at most {@code r / 4}, so that only hashes which share nearly a quarter are looked at. Finds exactly what a full scan would.
 */
final class PictureIndex {
    private static final int QUARTERS = 4;
    private static final int QUARTER_BITS = 16;
    private static final int VALUES = 1 << QUARTER_BITS;

    private final int radius;
    private final long[] hashes; // distinct, sorted
    private final int[] firstOwner; // per hash, into owners
    private final int[] owners; // items
    private final int[][] starts = new int[QUARTERS][VALUES + 1];
    private final int[][] entries = new int[QUARTERS][]; // numbers of hashes, by the value of a quarter
    private final int[] flips;

    /** Told of an item and the distance of one of its pictures; of the same item possibly several times. */
    interface Visitor {
        void found(int item, int distance);
    }

    PictureIndex(List<Item> items, int radius) {
        this.radius = radius;
        int total = items.stream().mapToInt(item -> item.pictures().length).sum();
        long[] all = new long[total];
        int[] itemOf = new int[total];
        int at = 0;
        for (int item = 0; item < items.size(); item++) {
            for (long hash : items.get(item).pictures()) {
                all[at] = hash;
                itemOf[at++] = item;
            }
        }
        hashes = Arrays.stream(all).sorted().distinct().toArray();
        int[] numbers = Arrays.stream(all)
                .mapToInt(hash -> Arrays.binarySearch(hashes, hash))
                .toArray();
        firstOwner = new int[hashes.length + 1];
        owners = sortedInto(numbers, firstOwner);
        for (int i = 0; i < owners.length; i++) {
            owners[i] = itemOf[owners[i]];
        }
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int shift = quarter * QUARTER_BITS;
            int[] values = Arrays.stream(hashes)
                    .mapToInt(hash -> (int) (hash >>> shift) & (VALUES - 1))
                    .toArray();
            entries[quarter] = sortedInto(values, starts[quarter]);
        }
        flips = flips(radius / QUARTERS);
    }

    /** Positions of {@code values} sorted by value; {@code starts[v]} becomes where value v begins. */
    private static int[] sortedInto(int[] values, int[] starts) {
        for (int value : values) {
            starts[value + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] sorted = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            sorted[next[values[i]]++] = i;
        }
        return sorted;
    }

    /** All values of a quarter with at most so many bits set. */
    private static int[] flips(int bits) {
        return IntStream.range(0, VALUES)
                .filter(value -> Integer.bitCount(value) <= bits)
                .toArray();
    }

    /** Every item with a hash within the radius. */
    void near(long hash, Visitor visitor) {
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int value = (int) (hash >>> (quarter * QUARTER_BITS)) & (VALUES - 1);
            for (int flip : flips) {
                int bucket = value ^ flip;
                for (int i = starts[quarter][bucket]; i < starts[quarter][bucket + 1]; i++) {
                    int number = entries[quarter][i];
                    int distance = PictureHash.distance(hash, hashes[number]);
                    if (distance <= radius) {
                        for (int owner = firstOwner[number]; owner < firstOwner[number + 1]; owner++) {
                            visitor.found(owners[owner], distance);
                        }
                    }
                }
            }
        }
    }
}
