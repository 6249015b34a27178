package dev.earsight.cli;

import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.ForwardingClips;

/** The first clips of a library only; parts of different sizes hold one another. */
final class FirstClips extends ForwardingClips {
    private final int size;

    FirstClips(ClipLibrary all, int size) {
        super(all);
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }
}
