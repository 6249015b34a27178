package dev.earsight.shard;

import dev.earsight.resume.SkipReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a preparation ended.
 *
 * @param files files that might be videos
 * @param sources files used, identical copies counted once
 * @param clips clips of all sources
 * @param added sources that were not there before this run
 * @param removed sources that were there before and are no more
 * @param duplicates files with the content of another
 * @param skippedPerReason how many files cannot be used, for each reason there is
 * @param sourcesPerSplit how the sources are divided
 * @param mediaSeconds how much of the sources is usable
 * @param decodedSeconds how much was decoded in this run
 * @param sourceBytes size of the source files
 * @param shardBytes size of the shards
 * @param dataHash the manifest's
 * @param elapsed how long it took
 */
public record PreparationReport(
        int files,
        int sources,
        int clips,
        int added,
        int removed,
        int duplicates,
        Map<SkipReason, Integer> skippedPerReason,
        Map<Split, Integer> sourcesPerSplit,
        double mediaSeconds,
        double decodedSeconds,
        long sourceBytes,
        long shardBytes,
        String dataHash,
        Duration elapsed) {
    /** Keeps its own copies. */
    public PreparationReport {
        skippedPerReason = Collections.unmodifiableMap(
                skippedPerReason.isEmpty() ? new EnumMap<>(SkipReason.class) : new EnumMap<>(skippedPerReason));
        sourcesPerSplit = Map.copyOf(sourcesPerSplit);
    }

    /** How many files cannot be used. */
    public int skipped() {
        return skippedPerReason.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One line for a person. */
    public String summary() {
        String splits = Arrays.stream(Split.values())
                .map(split -> sourcesPerSplit.getOrDefault(split, 0) + " " + split.label())
                .collect(Collectors.joining(", "));
        String reasons = skippedPerReason.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", ", " (", ")"));
        return String.format(
                Locale.ROOT,
                "%d of %d files used (%s), %d new, %d removed, %d duplicates, %d skipped%s; %.0f s of media in %.1f MB.",
                sources,
                files,
                splits,
                added,
                removed,
                duplicates,
                skipped(),
                skippedPerReason.isEmpty() ? "" : reasons,
                mediaSeconds,
                shardBytes / 1e6);
    }
}
