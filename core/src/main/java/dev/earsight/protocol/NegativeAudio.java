package dev.earsight.protocol;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.PixelBox;
import dev.earsight.annotation.TruthMap;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import dev.earsight.protocol.Marking.BeyondValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Maps for the same pictures with silence, noise and a sound from elsewhere (Juanola et al., arXiv 2410.01020, vssl_eval). One
 * threshold on the scores as they are serves all pictures: by default the third quartile of the highest scores of all negative
 * maps. pIA is the share of a picture marked with such a sound (lower is better), AOC the area over its curve, F_LOC the
 * harmonic mean of the mean cIoU and 1 - mean pIA, F_AUC that of AUC and mean AOC. The overlap is the intersection over union of
 * what is marked with the own sound and with the other: a map that ignores sound has 1. An item with neither truth nor mark
 * counts as 0.
 */
public final class NegativeAudio {
    private static final long SEED = 20;

    /** Sounds that nothing in the picture makes. */
    public enum Kind {
        /** Zeros. */
        SILENCE,
        /** White noise. */
        NOISE,
        /** The sound of another item, of another class. */
        OFFSCREEN;

        /** As in folder and measure names. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the one threshold is found from the highest score of each negative map. */
    public enum Threshold {
        /** Three quarters of the negative maps stay below. */
        THIRD_QUARTILE,
        /** No negative map goes beyond. */
        HIGHEST,
        /** A tenth above the highest. */
        HIGHEST_AND_A_TENTH;

        float of(double[] highest) {
            double[] sorted = Arrays.stream(highest).sorted().toArray();
            return (float)
                    switch (this) {
                        case THIRD_QUARTILE -> quantile(sorted, 0.75);
                        case HIGHEST -> sorted[sorted.length - 1];
                        case HIGHEST_AND_A_TENTH -> 1.1 * sorted[sorted.length - 1];
                    };
        }
    }

    /**
     * What was found.
     *
     * @param threshold the one used
     * @param measures with intervals over sources, the threshold kept
     * @param notes in words
     */
    public record Result(double threshold, List<Measure> measures, List<String> notes) {}

    /** One item: cIoU with its own sound, and with each other one the share marked and the overlap with the own mark. */
    private record Found(String source, double ciou, Map<Kind, Double> marked, Map<Kind, Double> overlap) {}

    private NegativeAudio() {}

    /**
     * Scores items that have a map with their own sound and with all three others; the rest is counted.
     *
     * @param fixed a threshold from elsewhere instead of {@code rule}
     */
    public static Result of(
            Annotations annotations,
            MapSource maps,
            Map<Kind, ? extends MapSource> negatives,
            Threshold rule,
            OptionalDouble fixed) {
        List<AnnotatedItem> items = annotations.items().stream()
                .filter(item -> !item.negative() && all(item, maps, negatives).allMatch(Optional::isPresent))
                .toList();
        if (items.isEmpty()) {
            throw new EarsightException("No item has a map with its own sound and one each in 'silence', 'noise' and "
                    + "'offscreen'; write all four, see docs/formats.md.");
        }
        List<String> notes = new ArrayList<>();
        int left = annotations.items().size() - items.size();
        if (left > 0) {
            notes.add(left + " of " + annotations.items().size()
                    + " items lack one of the four maps and were not counted for negative audio");
        }
        float threshold = fixed.isPresent()
                ? (float) fixed.getAsDouble()
                : rule.of(items.parallelStream()
                        .flatMapToDouble(item -> Stream.of(Kind.values())
                                .mapToDouble(kind -> highest(pixels(source(negatives, kind), item))))
                        .toArray());
        if (!Float.isFinite(threshold)) {
            throw new EarsightException(
                    "A map with negative audio holds NaN or infinity, so there is no threshold; mend it or give one.");
        }
        notes.add(String.format(
                Locale.ROOT,
                "one threshold for all pictures: %s (%s)",
                threshold,
                fixed.isPresent()
                        ? "given"
                        : rule.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        List<Found> found = items.parallelStream()
                .map(item -> score(item, maps, negatives, new BeyondValue(threshold, true)))
                .toList();
        return new Result(threshold, measures(found, items), notes);
    }

    private static Stream<Optional<RawMap>> all(
            AnnotatedItem item, MapSource maps, Map<Kind, ? extends MapSource> negatives) {
        return Stream.concat(
                Stream.of(maps.map(item.name())), negatives.values().stream().map(source -> source.map(item.name())));
    }

    private static MapSource source(Map<Kind, ? extends MapSource> negatives, Kind kind) {
        return Objects.requireNonNull(negatives.get(kind), kind.label());
    }

    private static float[] pixels(MapSource source, AnnotatedItem item) {
        RawMap map = source.map(item.name())
                .orElseThrow(() -> new EarsightException("The map of '" + item.name() + "' went away; run again."));
        return Protocol.NEGATIVE_AUDIO.upsampling().apply(map, PixelBox.SIDE);
    }

    private static Found score(
            AnnotatedItem item, MapSource maps, Map<Kind, ? extends MapSource> negatives, Marking marking) {
        boolean[] own = marking.mark(pixels(maps, item));
        Map<Kind, Double> marked = new EnumMap<>(Kind.class);
        Map<Kind, Double> overlap = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            boolean[] other = marking.mark(pixels(source(negatives, kind), item));
            marked.put(kind, ItemScore.share(other));
            overlap.put(kind, overlap(own, other));
        }
        return new Found(item.source(), ConsensusIou.of(own, TruthMap.of(item)), marked, overlap);
    }

    /** Intersection over union; 1 where both are empty, 0 where one is. */
    static double overlap(boolean[] a, boolean[] b) {
        int shared = 0;
        int either = 0;
        for (int i = 0; i < a.length; i++) {
            shared += a[i] && b[i] ? 1 : 0;
            either += a[i] || b[i] ? 1 : 0;
        }
        return either == 0 ? 1 : (double) shared / either;
    }

    private static List<Measure> measures(List<Found> found, List<AnnotatedItem> items) {
        ConstantMaps constants = new ConstantMaps(Protocol.NEGATIVE_AUDIO, items);
        // A constant map marks as much whatever is heard: half of each picture for the disc.
        double[] disc = constants.all().getFirst().ciou();
        double[] random = constants.random().ciou();
        List<Found> discs = constant(found, disc);
        List<Found> chances = constant(found, random);
        List<Measure> measures = new ArrayList<>();
        Map<String, ToDoubleFunction<Found>> means = new LinkedHashMap<>();
        means.put("mean cIoU, one threshold", each -> Double.isNaN(each.ciou) ? 0 : each.ciou);
        means.put("AUC, one threshold", each -> ConsensusIou.areaUnderSuccess(each.ciou));
        for (Kind kind : Kind.values()) {
            means.put("pIA " + kind.label(), each -> each.marked.getOrDefault(kind, Double.NaN));
            means.put("AOC " + kind.label(), each -> ConsensusIou.areaOver(each.marked.getOrDefault(kind, Double.NaN)));
            means.put("overlap with own, " + kind.label(), each -> each.overlap.getOrDefault(kind, Double.NaN));
        }
        String[] sources = found.stream().map(Found::source).toArray(String[]::new);
        means.forEach((name, value) -> {
            double[] values = found.stream().mapToDouble(value).toArray();
            measures.add(new Measure(
                    name,
                    mean(values),
                    values.length,
                    Bootstrap.mean(values, sources, SEED),
                    mean(chances.stream().mapToDouble(value).toArray()),
                    List.of(new Baseline(
                            "center disc",
                            mean(discs.stream().mapToDouble(value).toArray())))));
        });
        Map<String, Integer> numbers = new HashMap<>();
        int[] sourceOf = found.stream()
                .mapToInt(each -> {
                    int next = numbers.size();
                    return numbers.computeIfAbsent(each.source, name -> next);
                })
                .toArray();
        int[] once = new int[numbers.size()];
        Arrays.fill(once, 1);
        for (boolean area : new boolean[] {false, true}) {
            Interval interval = Bootstrap.of(numbers.size(), SEED, times -> harmonic(found, sourceOf, times, area));
            measures.add(new Measure(
                    area ? "F_AUC" : "F_LOC",
                    harmonic(found, sourceOf, once, area),
                    found.size(),
                    interval,
                    harmonic(chances, sourceOf, once, area),
                    List.of(new Baseline("center disc", harmonic(discs, sourceOf, once, area)))));
        }
        return measures;
    }

    private static List<Found> constant(List<Found> found, double[] cious) {
        Map<Kind, Double> half = Map.of(Kind.SILENCE, 0.5, Kind.NOISE, 0.5, Kind.OFFSCREEN, 0.5);
        Map<Kind, Double> same = Map.of(Kind.SILENCE, 1.0, Kind.NOISE, 1.0, Kind.OFFSCREEN, 1.0);
        return IntStream.range(0, cious.length)
                .mapToObj(i -> new Found(found.get(i).source, cious[i], half, same))
                .toList();
    }

    private static double harmonic(List<Found> found, int[] sourceOf, int[] times, boolean area) {
        double positive = 0;
        double negative = 0;
        double weight = 0;
        for (int i = 0; i < sourceOf.length; i++) {
            Found each = found.get(i);
            int w = times[sourceOf[i]];
            weight += w;
            positive += w * (area ? ConsensusIou.areaUnderSuccess(each.ciou) : Double.isNaN(each.ciou) ? 0 : each.ciou);
            for (double marked : each.marked.values()) {
                negative += w * (area ? ConsensusIou.areaOver(marked) : 1 - marked) / each.marked.size();
            }
        }
        positive /= weight;
        negative /= weight;
        return positive + negative == 0 ? 0 : 2 * positive * negative / (positive + negative);
    }

    private static double highest(float[] scores) {
        float highest = scores[0];
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        return highest;
    }

    /** Between the two nearest, linearly, as numpy does. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The folders {@code silence}, {@code noise} and {@code offscreen} beside a folder's own maps. */
    public static Map<Kind, MapSource> folders(Path maps) {
        Map<Kind, MapSource> folders = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            folders.put(kind, new MapFolder(maps.resolve(kind.label())));
        }
        return folders;
    }
}
