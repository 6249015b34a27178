package dev.earsight.shard;

import java.util.Locale;

/** What a source is used for. A source is in exactly one, with all its clips and all its identical copies. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** The name used in folders, manifests and on the command line: {@code train}, {@code val}, {@code test}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
