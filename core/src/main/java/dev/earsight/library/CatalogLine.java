package dev.earsight.library;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.earsight.resume.SkipReason;

/** One thing that has happened to a catalog, for good. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogLine.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = CatalogLine.Found.class, name = "found"),
    @JsonSubTypes.Type(value = CatalogLine.Unreadable.class, name = "unreadable"),
    @JsonSubTypes.Type(value = CatalogLine.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = CatalogLine.Embedded.class, name = "embedded"),
    @JsonSubTypes.Type(value = CatalogLine.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = CatalogLine.Dropped.class, name = "dropped")
})
sealed interface CatalogLine {
    /** The first line; the generation counts how often the catalog was written anew. */
    record Begun(String format, int version, int generation) implements CatalogLine {
        static final String FORMAT = "earsight-catalog";
        static final int VERSION = 1;
    }

    /**
     * A file lies there with this content.
     *
     * @param settled whether it was last written to long enough before it was hashed that the same size and times (nanoseconds)
     *     mean the same content
     */
    record Found(
            int root, String path, long bytes, long modifiedNanos, long changedNanos, String sha256, boolean settled)
            implements CatalogLine {}

    /** A file lies there that cannot be read, for now. */
    record Unreadable(int root, String path, SkipReason reason, String detail) implements CatalogLine {}

    /** No file lies there any more. */
    record Gone(int root, String path) implements CatalogLine {}

    /** The vectors of this content are in the index. */
    record Embedded(String sha256, EmbedAnswer content) implements CatalogLine {}

    /** Files with this content cannot be used. */
    record Refused(String sha256, SkipReason reason, String detail) implements CatalogLine {}

    /** The vectors of this content are no longer in the index. */
    record Dropped(String sha256) implements CatalogLine {}
}
