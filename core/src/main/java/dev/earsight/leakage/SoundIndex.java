package dev.earsight.leakage;

import java.util.Arrays;
import java.util.List;

/**
 * Words of sound prints, found again by three of their four bytes. A copy with one bit in ten wrong still has, in a second or two, words with
 * three bytes right; each such hit is followed for up to {@value #REACH} words either way and is a match where the two stretches agree.
 * One table, over one choice of three bytes, is in memory at a time.
 */
final class SoundIndex {
    /** Stretches shorter than this are not judged: a second, with the 320 ms that the last word sees. */
    static final int LEAST_WORDS = 32;

    /** How far a hit is followed each way: with it, 2.6 seconds are compared. */
    static final int REACH = 64;

    /** The choices of three bytes. */
    static final int TABLES = 4;

    private static final int KEYS = 1 << 24;

    /** Entries of one key that are followed at most, evenly spread: a word of a sound that most items have is no find. */
    private static final int ENTRIES_LIMIT = 256;

    private static final int GLANCE = 8;
    private static final double GLANCE_LIMIT = 0.4;

    private final double limit;
    private final int[] words;
    private final int[] starts; // per item, into words
    private final int[] keyStarts = new int[KEYS + 1];
    private final int[] entries;
    private int table;

    /** Told of an item and the share of bits in which the stretches differ; of the same item possibly several times. */
    interface Visitor {
        void found(int item, double distance);
    }

    /** @param limit share of bits in which matching stretches may differ */
    SoundIndex(List<Item> items, double limit) {
        this.limit = limit;
        starts = new int[items.size() + 1];
        for (int item = 0; item < items.size(); item++) {
            starts[item + 1] = Math.addExact(starts[item], items.get(item).sound().length);
        }
        words = new int[starts[items.size()]];
        for (int item = 0; item < items.size(); item++) {
            System.arraycopy(
                    items.get(item).sound(),
                    0,
                    words,
                    starts[item],
                    items.get(item).sound().length);
        }
        entries = new int[words.length];
    }

    /** Makes the table of one choice of bytes, 0 to 3: the byte that may be wrong. */
    void use(int choice) {
        table = choice;
        Arrays.fill(keyStarts, 0);
        for (int word : words) {
            if (word != SoundPrint.NOTHING) {
                keyStarts[key(word) + 1]++;
            }
        }
        for (int key = 0; key < KEYS; key++) {
            keyStarts[key + 1] += keyStarts[key];
        }
        int[] next = Arrays.copyOf(keyStarts, KEYS);
        for (int at = 0; at < words.length; at++) {
            if (words[at] != SoundPrint.NOTHING) {
                entries[next[key(words[at])]++] = at;
            }
        }
    }

    private int key(int word) {
        int low = word & ((1 << (8 * table)) - 1);
        int high = table == TABLES - 1 ? 0 : word >>> (8 * (table + 1)) << (8 * table);
        return high | low;
    }

    /** Items that the table in use shows to share a stretch with {@code print}. */
    void near(int[] print, Visitor visitor) {
        for (int at = 0; at < print.length; at++) {
            if (print[at] == SoundPrint.NOTHING) {
                continue;
            }
            int key = key(print[at]);
            int end = keyStarts[key + 1];
            int step = Math.max(1, Math.ceilDiv(end - keyStarts[key], ENTRIES_LIMIT));
            for (int i = keyStarts[key]; i < end; i += step) {
                follow(print, at, entries[i], visitor);
            }
        }
    }

    /** Follows a hit; a few words some way off already tell most chance hits from copies. */
    private void follow(int[] print, int at, int entry, Visitor visitor) {
        int item = itemOf(entry);
        int back = Math.min(REACH, Math.min(at, entry - starts[item]));
        int on = Math.min(REACH, Math.min(print.length - at, starts[item + 1] - entry));
        if (difference(print, at, entry, back / GLANCE * GLANCE, on, GLANCE, 1) <= GLANCE_LIMIT) {
            double distance = difference(print, at, entry, back, on, 1, LEAST_WORDS);
            if (distance <= limit) {
                visitor.found(item, distance);
            }
        }
    }

    /** Share of bits that differ in every {@code step}-th word from {@code back} words before a hit; 1 where too few are heard. */
    private double difference(int[] print, int at, int entry, int back, int on, int step, int least) {
        int differing = 0;
        int compared = 0;
        for (int i = -back; i < on; i += step) {
            int own = print[at + i];
            int other = words[entry + i];
            if (own != SoundPrint.NOTHING && other != SoundPrint.NOTHING) {
                differing += Integer.bitCount(own ^ other);
                compared++;
            }
        }
        return compared < least ? 1 : differing / (double) (Integer.SIZE * compared);
    }

    private int itemOf(int entry) {
        int found = Arrays.binarySearch(starts, entry);
        if (found < 0) {
            return -found - 2;
        }
        while (starts[found + 1] == entry) {
            found++; // items without words begin where the next one does
        }
        return found;
    }
}
