package dev.earsight.shard;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.earsight.resume.SkipReason;

/** One thing that has happened to a folder of prepared data, for good. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalLine.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = JournalLine.Hashed.class, name = "hashed"),
    @JsonSubTypes.Type(value = JournalLine.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = JournalLine.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = JournalLine.Dropped.class, name = "dropped")
})
sealed interface JournalLine {
    /** The first line: what is kept of every source here. */
    record Begun(String format, int version, KeepOptions keep) implements JournalLine {}

    /**
     * The file at {@code path} had this hash when it had this size and these times (nanoseconds; the second is the status
     * change where the system knows it), so that it need not be read again while they stay.
     */
    record Hashed(String path, long bytes, long modifiedNanos, long changedNanos, String sha256)
            implements JournalLine {}

    /** The content {@code id} lies in a shard, {@code length} bytes of tar entries from {@code offset} on. */
    record Stored(String id, String sha256, int shard, long offset, long length, long crc32c, SourceContent content)
            implements JournalLine {}

    /** Files with this content cannot be used. */
    record Refused(String sha256, SkipReason reason, String detail) implements JournalLine {}

    /** The content {@code id} is no longer kept. */
    record Dropped(String id) implements JournalLine {}
}
