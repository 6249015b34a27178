package dev.earsight.protocol;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SLAVC's measures beside the success rate (Mo and Morgado, NeurIPS 2022): its default, a fixed threshold; and with negatives
 * among the items AP, max-F1 and LocAcc ({@link PrecisionRecall}), AP by size too. Half of every picture overlaps a small thing by less
 * than success asks, so that on small things all of these are 0: by our own rules a map is right where its highest place is, or
 * where as many pixels as the thing has overlap it, and as sure as its highest score. Chance is the mean over shuffled confidences,
 * the baseline a center disc that is always equally sure.
 */
final class ExtendedSet {
    private static final long SEED = 20;
    private static final int SHUFFLES = 20;

    private ExtendedSet() {}

    static List<Measure> measures(Protocol protocol, List<ItemScore> scores, ConstantMaps constants) {
        return switch (protocol) {
            case SLAVC -> published(scores, constants);
            case OURS -> strict(scores, constants);
            default -> List.of();
        };
    }

    private static List<Measure> strict(List<ItemScore> scores, ConstantMaps constants) {
        if (scores.stream().noneMatch(score -> score.item().negative())) {
            return List.of();
        }
        Outcomes disc = constants.all().getFirst();
        List<Measure> measures = new ArrayList<>();
        measures.addAll(precision(
                ", pointing",
                scores,
                chosen(scores, sounding(scores).mapToDouble(ItemScore::hit).toArray()),
                chosen(scores, disc.hit())));
        measures.addAll(precision(
                ", adaptive",
                scores,
                chosen(
                        scores,
                        successes(sounding(scores)
                                .mapToDouble(ItemScore::adaptiveCiou)
                                .toArray())),
                chosen(scores, successes(disc.adaptiveCiou()))));
        return measures;
    }

    private static Stream<ItemScore> sounding(List<ItemScore> scores) {
        return scores.stream().filter(score -> !score.item().negative());
    }

    /** Whether each item is a success, from those that sound; a negative never is. */
    private static boolean[] chosen(List<ItemScore> scores, double[] ofSounding) {
        boolean[] success = new boolean[scores.size()];
        int at = 0;
        for (int i = 0; i < success.length; i++) {
            success[i] = !scores.get(i).item().negative() && ofSounding[at++] == 1;
        }
        return success;
    }

    private static List<Measure> published(List<ItemScore> scores, ConstantMaps constants) {
        List<ItemScore> sounding = sounding(scores).toList();
        List<Measure> measures = new ArrayList<>();
        double[] fixed = sounding.stream()
                .mapToDouble(score -> ConsensusIou.success(score.fixedCiou()))
                .toArray();
        List<Baseline> halves = constants.all().stream()
                .map(outcomes -> new Baseline(outcomes.name(), mean(successes(outcomes.ciou()))))
                .toList();
        double chance = mean(successes(constants.random().ciou()));
        measures.add(new Measure(
                "cIoU@0.5, fixed threshold",
                mean(fixed),
                fixed.length,
                Bootstrap.mean(fixed, sources(sounding), SEED),
                chance,
                halves));
        if (sounding.size() == scores.size()) {
            return measures;
        }
        double[] own = successes(sounding.stream().mapToDouble(ItemScore::ciou).toArray());
        measures.add(new Measure(
                "LocAcc", mean(own), own.length, Bootstrap.mean(own, sources(sounding), SEED), chance, halves));
        boolean[] success = chosen(scores, own);
        boolean[] disc = chosen(scores, successes(constants.all().getFirst().ciou()));
        measures.addAll(precision("", scores, success, disc));
        for (SizeStratum stratum : SizeStratum.values()) {
            // As published: a stratum holds no negatives.
            int[] members = IntStream.range(0, success.length)
                    .filter(i -> !scores.get(i).item().negative()
                            && SizeStratum.of(scores.get(i).area()) == stratum)
                    .toArray();
            if (members.length > 0) {
                measures.addAll(precision(
                        " " + stratum.label(),
                        Arrays.stream(members).mapToObj(scores::get).toList(),
                        chosen(success, members),
                        chosen(disc, members)));
            }
        }
        return measures;
    }

    private static List<Measure> precision(
            String suffix, List<ItemScore> scores, boolean[] success, boolean[] discSuccess) {
        int n = scores.size();
        boolean[] sounds = new boolean[n];
        double[] confidence = new double[n];
        int[] sourceOf = new int[n];
        Map<String, Integer> sources = new HashMap<>();
        for (int i = 0; i < n; i++) {
            sounds[i] = !scores.get(i).item().negative();
            // A map with NaN is never sure of anything: its confidence compares with no threshold in published code.
            confidence[i] = scores.get(i).finite() ? scores.get(i).confidence() : Double.NEGATIVE_INFINITY;
            int next = sources.size();
            sourceOf[i] = sources.computeIfAbsent(scores.get(i).item().source(), name -> next);
        }
        int[] once = new int[n];
        Arrays.fill(once, 1);
        PrecisionRecall curve = new PrecisionRecall(sounds, success, confidence);
        PrecisionRecall.Summary found = curve.summary(once);
        PrecisionRecall.Summary disc = new PrecisionRecall(sounds, discSuccess, new double[n]).summary(once);
        double chanceAverage = 0;
        double chanceF1 = 0;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < SHUFFLES; i++) {
            PrecisionRecall.Summary one =
                    new PrecisionRecall(sounds, success, shuffled(confidence, random)).summary(once);
            chanceAverage += one.averagePrecision() / SHUFFLES;
            chanceF1 += one.bestF1() / SHUFFLES;
        }
        return List.of(
                new Measure(
                        "AP" + suffix,
                        found.averagePrecision(),
                        n,
                        Bootstrap.of(
                                sources.size(),
                                SEED,
                                times -> curve.summary(perItem(sourceOf, times)).averagePrecision()),
                        chanceAverage,
                        List.of(new Baseline("center disc, always as sure", disc.averagePrecision()))),
                new Measure(
                        "max-F1" + suffix,
                        found.bestF1(),
                        n,
                        Bootstrap.of(
                                sources.size(),
                                SEED,
                                times -> curve.summary(perItem(sourceOf, times)).bestF1()),
                        chanceF1,
                        List.of(new Baseline("center disc, always as sure", disc.bestF1()))));
    }

    private static int[] perItem(int[] sourceOf, int[] times) {
        int[] weights = new int[sourceOf.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = times[sourceOf[i]];
        }
        return weights;
    }

    private static double[] shuffled(double[] values, SplittableRandom random) {
        double[] result = values.clone();
        for (int i = result.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double held = result[i];
            result[i] = result[other];
            result[other] = held;
        }
        return result;
    }

    private static boolean[] chosen(boolean[] values, int[] members) {
        boolean[] result = new boolean[members.length];
        for (int i = 0; i < members.length; i++) {
            result[i] = values[members[i]];
        }
        return result;
    }

    private static double[] successes(double[] cious) {
        return Arrays.stream(cious).map(ConsensusIou::success).toArray();
    }

    private static String[] sources(List<ItemScore> scores) {
        return scores.stream().map(score -> score.item().source()).toArray(String[]::new);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
