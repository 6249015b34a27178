package dev.earsight.diagnose;

import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.CorrespondenceAccuracy;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Reliability;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two pairs for each moment: pair {@code 2 i} is moment {@code i} with its own sound, {@code 2 i + 1} with its mismatch's. Scores
 * are log-odds of a match, one per pair, as far as they were asked for.
 */
final class AskedPairs {
    private final int[] which;
    private final boolean[] matched;
    private final String[] sources;
    private final long seed;

    /** The pairs of the moments both of whose sounds are {@code asked} for: as many matched as mismatched. */
    AskedPairs(MomentList moments, boolean[] asked, long seed) {
        this.seed = seed;
        which = IntStream.range(0, 2 * asked.length)
                .filter(pair -> asked[pair / 2] && asked[moments.mismatch(pair / 2)])
                .toArray();
        matched = new boolean[which.length];
        for (int i = 0; i < which.length; i++) {
            matched[i] = which[i] % 2 == 0;
        }
        sources =
                Arrays.stream(which).mapToObj(pair -> moments.source(pair / 2)).toArray(String[]::new);
    }

    boolean isEmpty() {
        return which.length == 0;
    }

    boolean[] matched() {
        return matched.clone();
    }

    String[] sources() {
        return sources.clone();
    }

    /** Accuracy first, then the area under the ROC; balanced accuracy would be the accuracy again. */
    List<Measure> measures(double[] scores) {
        List<Measure> all = CorrespondenceAccuracy.measures(probabilities(scores), matched, sources, List.of(), seed);
        return List.of(all.getFirst(), all.getLast());
    }

    /** Whether the probabilities are what they say. */
    Reliability reliability(double[] scores) {
        return Reliability.of(probabilities(scores), matched);
    }

    /** The same as one number. */
    Measure calibration(double[] scores) {
        return Reliability.measure(probabilities(scores), matched, sources, seed);
    }

    /** Accuracy, area under the ROC, false alarms. */
    List<Change> changes(double[] before, double[] after) {
        double[] then = counted(before);
        double[] now = counted(after);
        int[] mismatches =
                IntStream.range(0, which.length).filter(i -> !matched[i]).toArray();
        return List.of(
                Change.ofMeans(Effect.ACCURACY, right(then), right(now), sources, seed),
                Change.ofAreas(Effect.AREA, then, now, matched, sources, seed),
                Change.ofMeans(
                        Effect.FALSE_ALARMS,
                        yes(then, mismatches),
                        yes(now, mismatches),
                        Arrays.stream(mismatches).mapToObj(i -> sources[i]).toArray(String[]::new),
                        seed));
    }

    private double[] probabilities(double[] scores) {
        return Arrays.stream(counted(scores))
                .map(score -> 1 / (1 + Math.exp(-score)))
                .toArray();
    }

    private double[] counted(double[] scores) {
        return Arrays.stream(which).mapToDouble(pair -> scores[pair]).toArray();
    }

    private double[] right(double[] scores) {
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i] >= 0 == matched[i] ? 1 : 0)
                .toArray();
    }

    private static double[] yes(double[] scores, int[] of) {
        return Arrays.stream(of).mapToDouble(i -> scores[i] >= 0 ? 1 : 0).toArray();
    }
}
