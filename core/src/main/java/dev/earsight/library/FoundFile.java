package dev.earsight.library;

import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;

/**
 * A file as found on the disk.
 *
 * @param root number of its root
 * @param folder what {@link SourceFile#path} is relative to
 * @param sha256 its content, once that is known; else empty
 */
record FoundFile(int root, SourceFolder folder, SourceFile source, String sha256) {
    /** As in the catalog. */
    String place() {
        return Catalog.place(root, source.path());
    }

    FoundFile withHash(String hash) {
        return new FoundFile(root, folder, source, hash);
    }

    /** Whether it is another by now, or gone. */
    boolean changed() {
        return folder.again(source).filter(source::unchangedSince).isEmpty();
    }

    CatalogLine.Unreadable unreadable(SkipReason reason, String detail) {
        return new CatalogLine.Unreadable(root, source.path(), reason, detail);
    }

    CatalogLine.Unreadable changedWhileRead() {
        return unreadable(SkipReason.CHANGED_WHILE_READ, "index again when it is complete");
    }
}
