package dev.earsight.serve;

import java.nio.file.Path;

/** The index, if the server has one. */
final class LibraryAccess {
    /** Where a file of the index lies. */
    Path requirePath(String id) {
        throw new Problem(
                Problem.Kind.NOT_CONFIGURED, "This server has no index; start it with --index INDEX.");
    }
}
