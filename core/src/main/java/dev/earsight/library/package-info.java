/**
 * Folders of media, searched by sight and sound.
 *
 * <p>In: folders, which are only ever read, and a trained network ({@link dev.earsight.library.Indexing}). Out: an index folder kept in
 * step with them, and of that ({@link dev.earsight.library.Library}) the stretches of files that are nearest to a picture, a sound or
 * a video. The layout on disk is written down in {@code docs/formats.md}, section "Index".
 *
 * <p>How the pieces follow each other: {@code Roots} says which folders, {@code Catalog} which files lie there with which content and
 * what became of it, {@code EmbedTask} makes vectors in worker processes, {@code index} keeps them, {@code TimeRanges} makes
 * stretches of seconds that were found.
 */
@NullMarked
package dev.earsight.library;

import org.jspecify.annotations.NullMarked;
