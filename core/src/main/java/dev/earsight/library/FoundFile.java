package dev.earsight.library;

import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import java.nio.file.Path;

/**
 * A file as found on the disk.
 *
 * @param root number of its root
 * @param base the folder that {@link SourceFile#path} is relative to
 * @param sha256 its content, once that is known; else empty
 */
record FoundFile(int root, Path base, SourceFile source, String sha256) {
    Catalog.Place place() {
        return new Catalog.Place(root, source.path());
    }

    FoundFile withHash(String hash) {
        return new FoundFile(root, base, source, hash);
    }

    /** Whether it is another by now, or gone. */
    boolean changed() {
        return source.again(base).filter(source::unchangedSince).isEmpty();
    }

    CatalogLine.Unreadable unreadable(SkipReason reason, String detail) {
        return new CatalogLine.Unreadable(root, source.path(), reason, detail);
    }

    CatalogLine.Unreadable changedWhileRead() {
        return unreadable(SkipReason.CHANGED_WHILE_READ, "index again when it is complete");
    }
}
