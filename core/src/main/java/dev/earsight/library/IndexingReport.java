package dev.earsight.library;

import java.time.Duration;

/**
 * How indexing ended.
 *
 * @param counts what is in the index now
 * @param added contents embedded by this run
 * @param removed files that were indexed and are gone, their contents with them
 * @param moved files found at another place than before
 * @param failed files that cannot be used, those of earlier runs among them
 * @param mediaSeconds of sound and video embedded by this run
 */
public record IndexingReport(
        LibraryCounts counts, int added, int removed, int moved, int failed, double mediaSeconds, Duration elapsed) {}
