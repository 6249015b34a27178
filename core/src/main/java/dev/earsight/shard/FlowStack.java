package dev.earsight.shard;

import java.util.List;

/**
 * Consecutive fields of optical flow: the first from the frame at a moment to the next frame of the 25 frames-per-second grid,
 * the second from there, and so on.
 *
 * @param fields in the order of time, at least one
 */
public record FlowStack(List<FlowField> fields) {
    /** How many fields the paper's AVE+OF sees beside one frame (section 3.1.3). */
    public static final int PAPER_FIELDS = 10;

    /** Keeps its own copy of the list. */
    public FlowStack {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("A stack of flow has at least one field");
        }
    }
}
