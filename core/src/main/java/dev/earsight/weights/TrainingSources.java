package dev.earsight.weights;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which files a network has seen, as the first 16 hex digits of the SHA-256 of each: in a checkpoint's metadata, so that it is not measured on
 * them unawares. Weights taken over from another run bring that run's files along.
 *
 * @param trained files whose pairs the network was trained on
 * @param chosen files of the validation that chose this checkpoint among others
 * @param complete whether these are all; not where weights were taken over from a checkpoint that does not say
 */
public record TrainingSources(SortedSet<String> trained, SortedSet<String> chosen, boolean complete) {
    private static final int DIGITS = 16;
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{" + DIGITS + "})*");
    private static final String TRAINED = "trained-on";
    private static final String CHOSEN = "chosen-on";
    private static final String COMPLETE = "sources-complete";

    /** The keys it takes in a checkpoint's metadata. */
    static final List<String> KEYS = List.of(TRAINED, CHOSEN, COMPLETE);

    /** The sources of a fresh run, by the SHA-256 of the files, hex. */
    public static TrainingSources of(Collection<String> trained, Collection<String> chosen) {
        return new TrainingSources(digests(trained), digests(chosen), true);
    }

    /** What a checkpoint's metadata says; empty where it says nothing, as those of earlier versions. */
    public static Optional<TrainingSources> in(Map<String, String> metadata) {
        String trained = metadata.get(TRAINED);
        String chosen = metadata.get(CHOSEN);
        if (trained == null || chosen == null || !HEX.matcher(trained + chosen).matches()) {
            return Optional.empty();
        }
        return Optional.of(new TrainingSources(
                split(trained), split(chosen), Boolean.parseBoolean(metadata.getOrDefault(COMPLETE, "false"))));
    }

    /** The same as metadata. */
    public Map<String, String> metadata() {
        return Map.of(
                TRAINED,
                String.join("", trained),
                CHOSEN,
                String.join("", chosen),
                COMPLETE,
                Boolean.toString(complete));
    }

    /** These and those of the run that the weights come from; empty where that does not say. */
    public TrainingSources after(Optional<TrainingSources> former) {
        SortedSet<String> allTrained = new TreeSet<>(trained);
        SortedSet<String> allChosen = new TreeSet<>(chosen);
        former.ifPresent(other -> {
            allTrained.addAll(other.trained);
            allChosen.addAll(other.chosen);
        });
        boolean known = former.map(TrainingSources::complete).orElse(false);
        return new TrainingSources(allTrained, allChosen, complete && known);
    }

    /** Whether a file of this SHA-256 trained the network. */
    public boolean trainedOn(String sha256) {
        return trained.contains(sha256.substring(0, DIGITS));
    }

    /** Whether a file of this SHA-256 chose the checkpoint. */
    public boolean chosenOn(String sha256) {
        return chosen.contains(sha256.substring(0, DIGITS));
    }

    private static SortedSet<String> digests(Collection<String> hashes) {
        return hashes.stream().map(hash -> hash.substring(0, DIGITS)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> split(String joined) {
        SortedSet<String> digests = new TreeSet<>();
        for (int at = 0; at < joined.length(); at += DIGITS) {
            digests.add(joined.substring(at, at + DIGITS));
        }
        return digests;
    }
}
