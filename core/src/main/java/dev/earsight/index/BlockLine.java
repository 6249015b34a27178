package dev.earsight.index;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that has happened to the vectors of an {@link ExactIndex}, for good. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BlockLine.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = BlockLine.Put.class, name = "put"),
    @JsonSubTypes.Type(value = BlockLine.Removed.class, name = "removed")
})
sealed interface BlockLine {
    /** The first line: which file the vectors lie in, and how. */
    record Begun(String format, int version, int dimensions, int generation) implements BlockLine {
        static final String FORMAT = "earsight-vectors";
        static final int VERSION = 1;
    }

    /** {@code count} vectors lie in the file from byte {@code offset} on. */
    record Put(String group, String label, long offset, int count) implements BlockLine {}

    /** The group's blocks are no longer there. */
    record Removed(String group) implements BlockLine {}
}
