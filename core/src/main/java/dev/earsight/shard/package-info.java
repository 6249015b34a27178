/**
 * Decoded clips, kept so that a training loop can read any frame and any second of sound at once.
 *
 * <p>In: a folder of media files, which are only ever read ({@link dev.earsight.shard.Preparation}). Out: shards (tar) with
 * an index, a manifest of the sources with their split, and {@code skipped.csv}; read back as a
 * {@link dev.earsight.shard.ClipLibrary} ({@link dev.earsight.shard.PreparedData}). The layout on disk is written down in
 * {@code docs/formats.md}, section "Prepared data".
 *
 * <p>How the pieces follow each other: {@code SourceWalk} lists the files, {@code Preparation} hashes them and decides what
 * is new, {@code WorkerProcess} has each new one decoded in a child JVM ({@code WorkerMain}, {@code PartWriter}) into a part
 * file, {@code ShardStore} appends the part to the open shard and commits it through the {@code Journal}, and at the end
 * {@code Manifest}, {@code ShardIndex} and {@code SkippedCsv} are written from what the journal knows.
 *
 * <p>Optical flow is added by {@link dev.earsight.shard.FlowPreparation}, beside the shards: {@code FlowWorkers} find and encode
 * ({@code FlowCodec}) the fields, {@code FlowFile} keeps those of a clip, {@code SceneCut} marks cuts, {@code FlowManifest} says
 * what there is.
 */
@NullMarked
package dev.earsight.shard;

import org.jspecify.annotations.NullMarked;
