package dev.earsight.protocol;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.PixelBox;
import dev.earsight.annotation.TruthMap;
import dev.earsight.evaluate.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scores the maps of a set of items. Nothing is replaced in silence: items without a map are not counted and are named; maps of
 * different sizes end the evaluation; maps with NaN end it under {@link Protocol#OURS} and score 0, counted, under the others,
 * as they do in published code.
 */
public final class MapEvaluation {
    private static final int NAMED = 5;

    private MapEvaluation() {}

    /**
     * Scores every item that has a map.
     *
     * @param progress told how many items are done
     */
    public static LocalizationReport of(
            Protocol protocol, Annotations annotations, MapSource maps, IntConsumer progress) {
        return of(protocol, annotations, maps, Map.of(), progress);
    }

    /**
     * Scores every item that has a map, and beside each number what other maps of the same items reach.
     *
     * @param others such as those of a network that hears silence, by name; one map for each item scored
     */
    public static LocalizationReport of(
            Protocol protocol,
            Annotations annotations,
            MapSource maps,
            Map<String, ? extends MapSource> others,
            IntConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        List<Optional<ItemScore>> found = annotations.items().parallelStream()
                .map(item -> {
                    Optional<ItemScore> score = maps.map(item.name()).map(map -> ItemScore.of(protocol, item, map));
                    progress.accept(done.incrementAndGet());
                    return score;
                })
                .toList();
        List<ItemScore> all = found.stream().flatMap(Optional::stream).toList();
        List<ItemScore> positives =
                all.stream().filter(score -> !score.item().negative()).toList();
        if (positives.isEmpty()) {
            throw new EarsightException("None of the " + annotations.items().size()
                    + " items has a map; a map's file is called like its item, e.g. '"
                    + annotations.items().getFirst().name() + ".npz'.");
        }
        checkSizes(all);
        List<String> notes = new ArrayList<>(annotations.remarks());
        notes.addAll(ceiling(positives));
        notes.addAll(remarks(protocol, all, positives));
        notes.addAll(missing(annotations, found, positives));
        ConstantMaps constants = new ConstantMaps(
                protocol, positives.stream().map(ItemScore::item).toList());
        List<Measure> further = ExtendedSet.measures(protocol, all, constants);
        return new LocalizationReport(
                protocol,
                positives,
                Outcomes.of("maps", positives),
                Stream.concat(
                                constants.all().stream(),
                                others.entrySet().stream()
                                        .map(other -> outcomes(protocol, positives, other.getKey(), other.getValue())))
                        .toList(),
                constants.random(),
                further,
                found.size() - all.size(),
                notes);
    }

    private static Outcomes outcomes(Protocol protocol, List<ItemScore> items, String name, MapSource maps) {
        return Outcomes.of(
                name,
                items.parallelStream()
                        .map(score -> ItemScore.of(
                                protocol,
                                score.item(),
                                maps.map(score.item().name())
                                        .orElseThrow(() -> new IllegalArgumentException(name + " has no map of "
                                                + score.item().name()))))
                        .toList());
    }

    /** What constant maps alone reach: the center disc in place of a network. */
    public static LocalizationReport ofCenterDisc(Protocol protocol, Annotations annotations) {
        List<AnnotatedItem> items =
                annotations.items().stream().filter(item -> !item.negative()).toList();
        ConstantMaps constants = new ConstantMaps(protocol, items);
        RawMap disc = new RawMap(PixelBox.SIDE, PixelBox.SIDE, ConstantMaps.disc());
        List<ItemScore> scores = items.parallelStream()
                .map(item -> ItemScore.of(protocol, item, disc))
                .toList();
        List<String> notes = new ArrayList<>(annotations.remarks());
        notes.addAll(ceiling(scores));
        notes.add("no maps were given: the values are those of a disc in the center of every picture");
        return new LocalizationReport(
                protocol, scores, constants.all().getFirst(), constants.all(), constants.random(), List.of(), 0, notes);
    }

    /** Half of every picture is marked, so the intersection over union of a smaller thing is at most its area over that half. */
    private static List<String> ceiling(List<ItemScore> positives) {
        long small = positives.stream()
                .filter(score -> score.area() < ConsensusIou.SUCCESS * TruthMap.SIZE / 2)
                .count();
        return small == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "cIoU marks half of every picture: %d of %d items cover less than a quarter and cannot reach 0.5, so "
                                + "at most %.3f is possible; the adaptive variants do not have this limit",
                        small,
                        positives.size(),
                        1 - small / (double) positives.size()));
    }

    private static void checkSizes(List<ItemScore> scores) {
        ItemScore first = scores.getFirst();
        for (ItemScore score : scores) {
            if (!score.mapSize().equals(first.mapSize())) {
                throw new EarsightException("The map of '" + score.item().name() + "' has " + score.mapSize()
                        + " cells and that of '" + first.item().name() + "' " + first.mapSize()
                        + "; write all maps with the same network.");
            }
        }
    }

    private static List<String> remarks(Protocol protocol, List<ItemScore> all, List<ItemScore> positives) {
        List<String> notes = new ArrayList<>();
        List<ItemScore> broken = all.stream().filter(score -> !score.finite()).toList();
        if (!broken.isEmpty()) {
            if (protocol.refusesNonFinite()) {
                throw new EarsightException(
                        "The map of '" + broken.getFirst().item().name() + "' holds NaN or infinity"
                                + (broken.size() > 1 ? ", and " + (broken.size() - 1) + " others do" : "")
                                + "; find out why the network breaks there, or score under the published protocol that lets it pass.");
            }
            notes.add(broken.size()
                    + " maps hold NaN or infinity and were scored as this protocol's code does, mostly 0: "
                    + names(broken.stream().map(ItemScore::item).toList()));
        }
        List<ItemScore> flat = all.stream().filter(ItemScore::flat).toList();
        if (!flat.isEmpty()) {
            notes.add(flat.size() + " maps are the same everywhere: "
                    + names(flat.stream().map(ItemScore::item).toList()));
        }
        double marked =
                positives.stream().mapToDouble(ItemScore::markedShare).average().orElse(0);
        if (Math.abs(marked - 0.5) > 0.01) {
            notes.add(String.format(
                    Locale.ROOT,
                    "ties: the threshold marked %.1f %% of a picture on average instead of half; compare with 'ours'",
                    100 * marked));
        }
        long undefined =
                positives.stream().filter(score -> Double.isNaN(score.ciou())).count();
        if (undefined > 0) {
            notes.add(undefined
                    + " items have neither truth nor mark; they count as failures, and the mean cIoU is not defined");
        }
        return notes;
    }

    private static List<String> missing(
            Annotations annotations, List<Optional<ItemScore>> found, List<ItemScore> positives) {
        List<AnnotatedItem> missing = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).isEmpty()) {
                missing.add(annotations.items().get(i));
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        double successes = positives.stream()
                .mapToDouble(score -> ConsensusIou.success(score.ciou()))
                .sum();
        long sounding =
                annotations.items().stream().filter(item -> !item.negative()).count();
        return List.of(String.format(
                Locale.ROOT,
                "%d of %d items have no map and were not counted (as failures they would make cIoU@0.5 %.3f): %s",
                missing.size(),
                found.size(),
                successes / sounding,
                names(missing)));
    }

    private static String names(List<AnnotatedItem> items) {
        return items.stream().limit(NAMED).map(AnnotatedItem::name).collect(Collectors.joining(", "))
                + (items.size() > NAMED ? " and " + (items.size() - NAMED) + " more" : "");
    }
}
