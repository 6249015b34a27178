/**
 * Long work on folders of files, which may be ended at any moment, by force too, and goes on where it was.
 *
 * <p>In: folders, and what is to be done with a file. Out: the files found ({@link dev.earsight.resume.SourceFile}), each tried
 * in a worker process so that a decoder that hangs or crashes costs one file ({@link dev.earsight.resume.WorkerProcess}), those
 * that cannot be used with their reason ({@link dev.earsight.resume.SkippedFile}), a journal of what has happened for
 * good ({@link dev.earsight.resume.LineLog}), and what is known of many files meanwhile ({@link dev.earsight.resume.DiskMap}). Preparing
 * data and indexing media are both made of these.
 */
@NullMarked
package dev.earsight.resume;

import org.jspecify.annotations.NullMarked;
