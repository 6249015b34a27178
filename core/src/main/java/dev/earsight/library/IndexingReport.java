package dev.earsight.library;

import dev.earsight.resume.SkippedFile;
import java.time.Duration;
import java.util.List;

/**
 * How indexing ended.
 *
 * @param counts what is in the index now
 * @param added contents embedded by this run
 * @param removed files that were indexed and are gone, their contents with them
 * @param moved files found at another place than before
 * @param failed files that cannot be used, with full paths; also those of earlier runs
 * @param mediaSeconds of sound and video embedded by this run
 */
public record IndexingReport(
        LibraryCounts counts,
        int added,
        int removed,
        int moved,
        List<SkippedFile> failed,
        double mediaSeconds,
        Duration elapsed) {}
