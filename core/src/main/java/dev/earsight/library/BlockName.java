package dev.earsight.library;

import java.util.Set;
import java.util.TreeSet;

/** What a block of vectors is called: the kind of file and the side, such as {@code video-sound}. */
record BlockName(MediaKind kind, Side side) {
    String label() {
        return kind.label() + "-" + side.label();
    }

    static BlockName of(String label) {
        for (MediaKind kind : MediaKind.values()) {
            for (Side side : Side.values()) {
                if (new BlockName(kind, side).label().equals(label)) {
                    return new BlockName(kind, side);
                }
            }
        }
        throw new IllegalArgumentException("No block is called " + label);
    }

    static Set<String> labels(Set<MediaKind> kinds, Set<Side> sides) {
        Set<String> labels = new TreeSet<>();
        for (MediaKind kind : kinds) {
            for (Side side : sides) {
                labels.add(new BlockName(kind, side).label());
            }
        }
        return labels;
    }
}
