package dev.earsight.protocol;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a set of maps reaches under one protocol, with constant maps and chance on the same items beside every number. */
public final class LocalizationReport {
    private static final long SEED = 20;

    private final Protocol protocol;
    private final List<ItemScore> scores;
    private final Outcomes main;
    private final List<Outcomes> baselines;
    private final Outcomes random;
    private final List<Measure> measures;
    private final int missing;
    private final List<String> notes;

    LocalizationReport(
            Protocol protocol,
            List<ItemScore> scores,
            Outcomes main,
            List<Outcomes> baselines,
            Outcomes random,
            List<Measure> further,
            int missing,
            List<String> notes) {
        this.protocol = protocol;
        this.scores = List.copyOf(scores);
        this.main = main;
        this.baselines = baselines;
        this.random = random;
        this.missing = missing;
        this.notes = List.copyOf(notes);
        measures = measures(further);
    }

    /** The protocol. */
    public Protocol protocol() {
        return protocol;
    }

    /** What was found for each item that sounds. */
    public List<ItemScore> scores() {
        return scores;
    }

    /** Items without a map. */
    public int missing() {
        return missing;
    }

    /** What a reader should know beside the numbers, in words. */
    public List<String> notes() {
        return notes;
    }

    /** The protocol's measures over all items. */
    public List<Measure> measures() {
        return measures;
    }

    private List<Measure> measures(List<Measure> further) {
        int[] all = IntStream.range(0, scores.size()).toArray();
        List<Measure> measures = new ArrayList<>();
        measures.add(each("cIoU@0.5", all, Outcomes::ciou, ConsensusIou::success));
        measures.add(each("AUC", all, Outcomes::ciou, ConsensusIou::areaUnderSuccess));
        measures.add(each("mean cIoU", all, Outcomes::ciou, ciou -> ciou));
        if (protocol.hasAdaptive()) {
            measures.add(each("adaptive cIoU@0.5", all, Outcomes::adaptiveCiou, ConsensusIou::success));
            measures.add(each("adaptive AUC", all, Outcomes::adaptiveCiou, ConsensusIou::areaUnderSuccess));
            if (groups().size() < scores.size()) {
                measures.add(grouped("IIoU@0.5", Outcomes::ciou, ConsensusIou::success));
                measures.add(grouped("IAUC", Outcomes::ciou, ConsensusIou::areaUnderSuccess));
                measures.add(grouped("adaptive IIoU@0.5", Outcomes::adaptiveCiou, ConsensusIou::success));
                measures.add(grouped("adaptive IAUC", Outcomes::adaptiveCiou, ConsensusIou::areaUnderSuccess));
            }
        }
        measures.add(pointing(all));
        measures.addAll(further);
        return List.copyOf(measures);
    }

    /** Success rate and AUC of each class, by name. */
    public List<Measure> byClass() {
        Map<String, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < scores.size(); i++) {
            String name = scores.get(i).item().className();
            classes.computeIfAbsent(name.isEmpty() ? "(no class)" : name, key -> new ArrayList<>())
                    .add(i);
        }
        return parts(classes);
    }

    /** Success rate and AUC of each {@link SizeStratum}. */
    public List<Measure> bySize() {
        Map<String, List<Integer>> sizes = new LinkedHashMap<>();
        for (SizeStratum stratum : SizeStratum.values()) {
            for (int i = 0; i < scores.size(); i++) {
                if (SizeStratum.of(scores.get(i).area()) == stratum) {
                    sizes.computeIfAbsent(stratum.label(), key -> new ArrayList<>())
                            .add(i);
                }
            }
        }
        return parts(sizes);
    }

    /** One row per item, as found. */
    public ItemTable items() {
        List<List<?>> rows = new ArrayList<>();
        for (ItemScore score : scores) {
            AnnotatedItem item = score.item();
            rows.add(List.of(
                    item.name(),
                    item.source(),
                    item.className(),
                    item.group(),
                    item.boxes().size(),
                    SizeStratum.of(score.area()).label(),
                    score.area(),
                    score.ciou(),
                    protocol.hasAdaptive() ? score.adaptiveCiou() : "",
                    score.peakX(),
                    score.peakY(),
                    (int) score.hit(),
                    score.markedShare(),
                    protocol == Protocol.SLAVC ? score.confidence() : ""));
        }
        return new ItemTable(
                List.of(
                        "item",
                        "source",
                        "class",
                        "group",
                        "boxes",
                        "size",
                        "area_pixels",
                        "ciou",
                        "adaptive_ciou",
                        "peak_x_pixels",
                        "peak_y_pixels",
                        "hit",
                        "marked_share",
                        "confidence"),
                rows);
    }

    private List<Measure> parts(Map<String, List<Integer>> parts) {
        List<Measure> measures = new ArrayList<>();
        parts.forEach((name, members) -> {
            int[] which = members.stream().mapToInt(Integer::intValue).toArray();
            measures.add(each("cIoU@0.5 " + name, which, Outcomes::ciou, ConsensusIou::success));
            measures.add(each("AUC " + name, which, Outcomes::ciou, ConsensusIou::areaUnderSuccess));
        });
        return measures;
    }

    private Measure each(String name, int[] which, Function<Outcomes, double[]> field, DoubleUnaryOperator value) {
        String[] sources = sources(which);
        Function<Outcomes, double[]> values = outcomes -> Arrays.stream(which)
                .mapToDouble(i -> value.applyAsDouble(field.apply(outcomes)[i]))
                .toArray();
        return measure(name, values, sources, Outcomes::name);
    }

    /** A group succeeds when all its members do: what a map that ignores the sound cannot. */
    private Measure grouped(String name, Function<Outcomes, double[]> field, DoubleUnaryOperator value) {
        List<List<Integer>> groups = groups();
        String[] sources = sources(groups.stream().mapToInt(List::getFirst).toArray());
        Function<Outcomes, double[]> values = outcomes -> groups.stream()
                .mapToDouble(group -> group.stream()
                        .mapToDouble(i -> value.applyAsDouble(field.apply(outcomes)[i]))
                        .min()
                        .orElse(Double.NaN))
                .toArray();
        return measure(name, values, sources, Outcomes::name);
    }

    private Measure pointing(int[] which) {
        return measure("pointing accuracy", Outcomes::hit, sources(which), Outcomes::pointName);
    }

    private Measure measure(
            String name, Function<Outcomes, double[]> values, String[] sources, Function<Outcomes, String> naming) {
        ToDoubleFunction<Outcomes> mean =
                outcomes -> Arrays.stream(values.apply(outcomes)).average().orElse(Double.NaN);
        double[] own = values.apply(main);
        return new Measure(
                name,
                mean.applyAsDouble(main),
                own.length,
                Bootstrap.mean(own, sources, SEED),
                mean.applyAsDouble(random),
                baselines.stream()
                        .filter(outcomes -> !naming.apply(outcomes).isEmpty())
                        .filter(outcomes -> !naming.apply(outcomes).equals(naming.apply(main)))
                        .map(outcomes -> new Baseline(naming.apply(outcomes), mean.applyAsDouble(outcomes)))
                        .toList());
    }

    private List<List<Integer>> groups() {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            groups.computeIfAbsent(scores.get(i).item().group(), name -> new ArrayList<>())
                    .add(i);
        }
        return List.copyOf(groups.values());
    }

    private String[] sources(int[] which) {
        return Arrays.stream(which).mapToObj(i -> scores.get(i).item().source()).toArray(String[]::new);
    }
}
