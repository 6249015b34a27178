package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Measure;
import dev.earsight.shard.Manifest;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.weights.TrainingSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a split was kept from the network that is to be measured on it: no file of it may have trained the network or have chosen the
 * checkpoint.
 *
 * @param mark what every number's name is to say; empty where there is nothing to say
 * @param note the same in a sentence
 */
record HeldOut(String mark, Optional<String> note) {
    private static final int NAMED = 3;

    /**
     * Compares the split's files with the checkpoint's record.
     *
     * @param provenance the checkpoint's
     * @param allowed whether to measure all the same, and say so
     * @throws EarsightException where they overlap and that is not allowed
     */
    static HeldOut check(Map<String, String> provenance, Path data, PreparedData clips, Split split, boolean allowed) {
        return check(provenance, data, clips, split, allowed, false);
    }

    /**
     * The same where validation is what is asked about: that its files chose the checkpoint is said, not refused.
     *
     * @param allowed whether to go on all the same where files trained the network or another split chose it
     */
    static HeldOut checkForDiagnosis(
            Map<String, String> provenance, Path data, PreparedData clips, Split split, boolean allowed) {
        return check(provenance, data, clips, split, allowed, split == Split.VAL);
    }

    private static HeldOut check(
            Map<String, String> provenance,
            Path data,
            PreparedData clips,
            Split split,
            boolean allowed,
            boolean mayHaveChosen) {
        Optional<TrainingSources> record = TrainingSources.in(provenance);
        if (record.isEmpty()) {
            return new HeldOut(
                    "",
                    Optional.of(
                            "the checkpoint does not say which files trained and chose it, as those of earlier versions; "
                                    + "whether this split was kept from it is not known"));
        }
        TrainingSources seen = record.get();
        List<Manifest.Source> sources = clips.manifest().sources().stream()
                .filter(source -> source.split() == split)
                .toList();
        String trained = share(sources, source -> seen.trainedOn(source.sha256()), "trained this network");
        String chosen = share(sources, source -> seen.chosenOn(source.sha256()), "chose this checkpoint");
        if (trained.isEmpty() && chosen.isEmpty()) {
            return new HeldOut(
                    "",
                    seen.complete()
                            ? Optional.empty()
                            : Optional.of(
                                    "the network started from weights that do not say which files they were trained on; "
                                            + "whether this split was kept from those is not known"));
        }
        if (mayHaveChosen && trained.isEmpty()) {
            return new HeldOut(
                    " (chose the checkpoint)",
                    Optional.of("NOT HELD OUT: of the split '" + split.label() + "', " + chosen
                            + "; among several checkpoints the one that did best on these was kept, so that its figures here "
                            + "flatter; --split test has files that had no part in it"));
        }
        String both = trained + (trained.isEmpty() || chosen.isEmpty() ? "" : "; ") + chosen;
        if (!allowed) {
            throw new EarsightException("Of the split '" + split.label() + "' of " + data + ", " + both
                    + ": numbers on it would flatter. Choose another --split or other --data; or give --select-on-test, and every "
                    + "number will say so.");
        }
        return new HeldOut(
                chosen.isEmpty() ? " (trained on these)" : " (selected on test)",
                Optional.of("NOT HELD OUT, --select-on-test was given: of the split '" + split.label() + "', " + both));
    }

    /** The number under a name that says so, where there is something to say. */
    Measure marked(Measure measure) {
        return measure.named(measure.name() + mark);
    }

    private static String share(List<Manifest.Source> sources, Predicate<Manifest.Source> seen, String what) {
        List<String> names =
                sources.stream().filter(seen).map(Manifest.Source::path).toList();
        return names.isEmpty()
                ? ""
                : names.size() + " of " + sources.size() + " sources " + what + " ("
                        + names.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (names.size() > NAMED ? ", ..." : "") + ")";
    }
}
