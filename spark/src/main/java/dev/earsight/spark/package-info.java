/**
 * Preparing and indexing on many machines, by Apache Spark.
 *
 * <p>In: a master's address ({@link dev.earsight.spark.SparkFleetProvider}). Out: a {@link dev.earsight.resume.Fleet}, whose
 * workers are tasks of that cluster. What is done to a file is what one machine does to it: a task ({@code FileTask}) hands it to a
 * worker process on its executor ({@code ExecutorWorkers}), which hangs or crashes alone. What is written is written by the machine
 * that asked, in the order of the files, so that it does not matter who did what when.
 */
@NullMarked
package dev.earsight.spark;

import org.jspecify.annotations.NullMarked;
