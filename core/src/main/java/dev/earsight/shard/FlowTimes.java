package dev.earsight.shard;

import java.util.Collection;

/**
 * Which fields of a clip are kept: the {@link FlowStack#PAPER_FIELDS} that follow each kept frame, so all of them where every
 * or every fifth frame is kept. Field {@code k} goes from frame {@code k} to frame {@code k + 1}.
 *
 * @param frames the clip's length on the 25 frames-per-second grid
 * @param step every how many frames of the grid one is kept
 */
record FlowTimes(int frames, int step) {
    private int kept() {
        return Math.min(step, FlowStack.PAPER_FIELDS);
    }

    /** Whether field {@code k} is kept. */
    boolean keeps(int k) {
        return k >= 0 && k < frames - 1 && k % step < kept();
    }

    /** How many fields are kept. */
    int count() {
        return place(Math.max(0, frames - 1));
    }

    /** How many kept fields come before field {@code k}. */
    int place(int k) {
        return k / step * kept() + Math.min(k % step, kept());
    }

    /** The field at this place among the kept ones. */
    int field(int place) {
        return place / kept() * step + place % kept();
    }

    /** Whether the {@code fields} fields from frame {@code k} on are all kept, and none leads into another scene. */
    boolean usable(int k, int fields, Collection<Integer> cuts) {
        boolean usable = true;
        for (int field = k; field < k + fields; field++) {
            usable &= keeps(field) && !cuts.contains(field);
        }
        return usable;
    }
}
