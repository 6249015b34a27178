package dev.earsight.diagnose;

import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Reliability;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about a network.
 *
 * @param undisturbed its measures on the pairs asked about: correspondence accuracy first
 * @param reliability of its probabilities on those pairs
 * @param effects one for each disturbance
 * @param histogram of the log-odds of those pairs
 * @param operatingChoice the threshold for the rate of false alarms asked for
 * @param spreads of the picture vectors and of the sound vectors
 * @param probes accuracy of classifiers that see the sound, or the picture, of a pair alone
 * @param movement of the map, for AVOL-Net
 * @param notes what was left out, in words
 */
public record Diagnosis(
        List<Measure> undisturbed,
        Reliability reliability,
        List<Effect> effects,
        ScoreHistogram histogram,
        OperatingChoice operatingChoice,
        List<Spread> spreads,
        List<Measure> probes,
        Optional<MapMovement> movement,
        List<String> notes) {
    /** Keeps its own lists. */
    public Diagnosis {
        undisturbed = List.copyOf(undisturbed);
        effects = List.copyOf(effects);
        spreads = List.copyOf(spreads);
        probes = List.copyOf(probes);
        notes = List.copyOf(notes);
    }
}
