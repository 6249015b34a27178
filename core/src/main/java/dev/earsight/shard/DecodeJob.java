package dev.earsight.shard;

import java.util.Optional;

/**
 * One file for a worker to decode.
 *
 * @param id name of the content, the folder of its tar entries
 * @param source absolute path of the media file
 * @param truth absolute path of the ground truth beside it, if any
 * @param part absolute path of the part file to write
 * @param options what to keep
 */
record DecodeJob(String id, String source, Optional<String> truth, String part, KeepOptions options) {}
