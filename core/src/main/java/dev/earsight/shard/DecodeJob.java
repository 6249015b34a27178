package dev.earsight.shard;

import dev.earsight.resume.FileJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file for a worker to decode.
 *
 * @param id name of the content, the folder of its tar entries
 * @param source where the media file is
 * @param truth where the ground truth beside it is, if any
 * @param part absolute path of the part file to write
 * @param options what to keep
 */
record DecodeJob(String id, String source, Optional<String> truth, String part, KeepOptions options)
        implements FileJob {
    @Override
    public List<String> reads() {
        return Stream.concat(Stream.of(source), truth.stream()).toList();
    }

    @Override
    public List<String> writes() {
        return List.of(part);
    }

    @Override
    public DecodeJob at(List<String> reads, String folder) {
        return new DecodeJob(
                id,
                reads.getFirst(),
                truth.map(_ -> reads.getLast()),
                Path.of(folder, Path.of(part).getFileName().toString()).toString(),
                options);
    }
}
