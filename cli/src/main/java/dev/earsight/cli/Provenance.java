package dev.earsight.cli;

import dev.earsight.shard.Manifest;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.tensor.Device;
import dev.earsight.weights.TrainingSources;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is written into every checkpoint about where it was made. */
final class Provenance {
    private Provenance() {}

    /** @param data what it is trained on and validated with */
    static Map<String, String> of(PreparedData data) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("data", inWords(data.manifest()));
        provenance.put("data-hash", data.dataHash());
        provenance.putAll(TrainingSources.of(hashes(data, Split.TRAIN), hashes(data, Split.VAL))
                .metadata());
        provenance.putAll(here());
        return provenance;
    }

    /** What program runs where, and since when. */
    static Map<String, String> here() {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("commit", System.getProperty("earsight.commit", "unknown"));
        provenance.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        provenance.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("device", Device.name());
        provenance.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return provenance;
    }

    private static String inWords(Manifest manifest) {
        List<Manifest.Source> sources = manifest.sources();
        Map<Split, Long> sizes =
                sources.stream().collect(Collectors.groupingBy(Manifest.Source::split, Collectors.counting()));
        return String.format(
                Locale.ROOT,
                "%,d files of %.1f hours, such as %s; train %,d, val %,d, test %,d; %,d with ground truth beside them; "
                        + "kept %d pixels high, %d frames a second",
                sources.size(),
                sources.stream().mapToDouble(Manifest.Source::durationSeconds).sum() / 3600,
                sources.getFirst().path(),
                sizes.getOrDefault(Split.TRAIN, 0L),
                sizes.getOrDefault(Split.VAL, 0L),
                sizes.getOrDefault(Split.TEST, 0L),
                sources.stream().filter(Manifest.Source::truth).count(),
                manifest.keep().shortSidePixels(),
                manifest.keep().framesPerSecond());
    }

    private static List<String> hashes(PreparedData data, Split split) {
        return data.manifest().sources().stream()
                .filter(source -> source.split() == split)
                .map(Manifest.Source::sha256)
                .toList();
    }
}
