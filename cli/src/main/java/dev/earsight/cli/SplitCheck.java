package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.leakage.IdList;
import dev.earsight.leakage.ItemSet;
import dev.earsight.leakage.Kind;
import dev.earsight.leakage.MediaItems;
import dev.earsight.leakage.Overlap;
import dev.earsight.leakage.PreparedItems;
import dev.earsight.leakage.SplitComparison;
import dev.earsight.resume.SourceFile;
import dev.earsight.shard.Manifest;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code evaluate --check-splits}: what is in two splits at once. */
final class SplitCheck {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NAMED = 3;

    private final Set<Kind> kinds;
    private final List<ItemSet> sets;
    private final List<Overlap> overlaps;

    /** How many items of two sets overlap in one way. */
    private record Count(
            Kind kind, ItemSet first, ItemSet second, long comparedFirst, long comparedSecond, List<Overlap> pairs) {
        boolean compared() {
            return comparedFirst > 0 && comparedSecond > 0;
        }

        long ofFirst() {
            return pairs.stream().map(Overlap::first).distinct().count();
        }

        long ofSecond() {
            return pairs.stream().map(Overlap::second).distinct().count();
        }
    }

    /** Something that becomes a set of items, once it is known how much work it is. */
    private record Pending(int size, Reading reading) {
        interface Reading {
            ItemSet read(IntConsumer done);
        }
    }

    /**
     * Reads and compares.
     *
     * @param places prepared data ({@code DATA} for all its splits, {@code DATA:val} for one), folders of media, lists
     * @param kinds what to look for
     */
    SplitCheck(List<String> places, Set<Kind> kinds) {
        this.kinds = kinds;
        List<Pending> pending =
                places.stream().flatMap(place -> pending(place).stream()).toList();
        if (pending.size() < 2) {
            throw new EarsightException(String.join(" ", places)
                    + " is a single set, and two are needed to compare: name training and test data, "
                    + "or prepared data with several splits.");
        }
        sets = new ArrayList<>();
        int total = pending.stream().mapToInt(Pending::size).sum();
        try (Progress progress = new Progress("Reading", total, " items")) {
            int before = 0;
            for (Pending each : pending) {
                int start = before;
                sets.add(each.reading().read(done -> progress.at(start + done, "")));
                before += each.size();
            }
        }
        overlaps = compared();
    }

    private List<Overlap> compared() {
        if (Stream.of(Kind.PICTURE, Kind.SOUND)
                .noneMatch(kind -> sets.stream().anyMatch(set -> comparable(set, kind) > 0))) {
            return new SplitComparison(kinds, (_, _) -> {}).of(sets); // nothing that takes time
        }
        try (Progress progress = new Progress("Comparing", 0, " items")) {
            return new SplitComparison(kinds, (done, all) -> {
                        progress.total(all);
                        progress.at(done, "");
                    })
                    .of(sets);
        }
    }

    private List<Pending> pending(String place) {
        for (Split split : Split.values()) {
            String ending = ":" + split.label();
            if (place.endsWith(ending) && !Files.exists(Path.of(place))) {
                return List.of(prepared(Path.of(place.substring(0, place.length() - ending.length())), split));
            }
        }
        Path path = Path.of(place);
        if (!Files.isDirectory(path)) {
            ItemSet list = IdList.read(path);
            return List.of(new Pending(list.items().size(), done -> {
                done.accept(list.items().size());
                return list;
            }));
        }
        if (PreparedData.isIn(path)) {
            return Arrays.stream(Split.values())
                    .map(split -> prepared(path, split))
                    .filter(split -> split.size() > 0)
                    .toList();
        }
        List<SourceFile> files = MediaItems.files(path);
        return List.of(new Pending(files.size(), done -> MediaItems.read(place, files, kinds, done)));
    }

    private Pending prepared(Path data, Split split) {
        int sources = (int) Manifest.read(data).sources().stream()
                .filter(source -> source.split() == split)
                .count();
        return new Pending(sources, done -> PreparedItems.read(data + ":" + split.label(), data, split, kinds, done));
    }

    /** Prints tables, examples and what could not be looked at; answers the exit code. */
    int report() {
        List<Count> counts = counts();
        System.out.println(table(counts.stream().filter(Count::compared).toList()));
        String missing = kinds.stream()
                .filter(kind -> counts.stream().noneMatch(count -> count.kind() == kind && count.compared()))
                .map(Kind::label)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            System.out.println("Not compared, for no two of the sets have it: " + missing + ".");
        }
        for (Count count : counts) {
            if (!count.pairs().isEmpty()) {
                System.out.printf("%s:%n", inWords(count.kind()));
                count.pairs().stream()
                        .limit(NAMED)
                        .forEach(pair -> System.out.printf(
                                Locale.ROOT,
                                "  %s: %s  =  %s: %s%s%n",
                                pair.firstSet(),
                                pair.first(),
                                pair.secondSet(),
                                pair.second(),
                                distanceInWords(pair)));
                if (count.pairs().size() > NAMED) {
                    System.out.printf(
                            Locale.ROOT,
                            "  and %,d more; --csv FILE lists them%n",
                            count.pairs().size() - NAMED);
                }
            }
        }
        sets.stream().filter(set -> !set.unusable().isEmpty()).forEach(SplitCheck::nameUnusable);
        if (!overlaps.isEmpty()) {
            System.out.println("The sets overlap: take these items out of one of them before you trust a number.");
            return Main.OVERLAP;
        }
        System.out.println("Nothing found in two sets at once.");
        return sets.stream().allMatch(set -> set.unusable().isEmpty()) ? 0 : Main.SOME_SKIPPED;
    }

    private static void nameUnusable(ItemSet set) {
        System.err.println(set.unusable().size() + " files of " + set.name() + " could not be looked into:");
        set.unusable().stream().limit(NAMED).forEach(why -> System.err.println("  " + why));
    }

    private static String inWords(Kind kind) {
        return switch (kind) {
            case ID -> "The same id";
            case SOURCE -> "Other stretches of the same video";
            case FILE -> "The same file";
            case PICTURE -> "Near-duplicate pictures";
            case SOUND -> "Near-duplicate sounds";
        };
    }

    private static String distanceInWords(Overlap pair) {
        return switch (pair.kind()) {
            case PICTURE -> String.format(Locale.ROOT, "  (%.0f of 64 bits differ)", pair.distance());
            case SOUND -> String.format(Locale.ROOT, "  (%.1f %% of the bits differ)", 100 * pair.distance());
            default -> "";
        };
    }

    private List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        for (int first = 0; first < sets.size(); first++) {
            for (int second = first + 1; second < sets.size(); second++) {
                ItemSet a = sets.get(first);
                ItemSet b = sets.get(second);
                for (Kind kind : kinds) {
                    List<Overlap> pairs = overlaps.stream()
                            .filter(pair -> pair.kind() == kind
                                    && pair.firstSet().equals(a.name())
                                    && pair.secondSet().equals(b.name()))
                            .toList();
                    counts.add(new Count(kind, a, b, comparable(a, kind), comparable(b, kind), pairs));
                }
            }
        }
        return counts;
    }

    private static long comparable(ItemSet set, Kind kind) {
        return set.items().stream().filter(item -> item.has(kind)).count();
    }

    private static String table(List<Count> counts) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("same", "pairs", "items of the first", "items of the second", "first", "second"));
        for (Count count : counts) {
            lines.add(List.of(
                    count.kind().label(),
                    String.format(Locale.ROOT, "%,d", count.pairs().size()),
                    String.format(Locale.ROOT, "%,d of %,d", count.ofFirst(), count.comparedFirst()),
                    String.format(Locale.ROOT, "%,d of %,d", count.ofSecond(), count.comparedSecond()),
                    count.first().name(),
                    count.second().name()));
        }
        int[] widths = new int[6];
        lines.forEach(line ->
                Arrays.setAll(widths, i -> Math.max(widths[i], line.get(i).length())));
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - line.get(i).length());
                boolean toTheRight = i >= 1 && i <= 3;
                text.append(toTheRight ? gap + line.get(i) : line.get(i) + gap).append("  ");
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** Every pair found. */
    ItemTable pairs() {
        return new ItemTable(
                List.of("same", "first_set", "first", "second_set", "second", "distance"),
                overlaps.stream()
                        .<List<?>>map(pair -> List.of(
                                pair.kind().label(),
                                pair.firstSet(),
                                pair.first(),
                                pair.secondSet(),
                                pair.second(),
                                pair.distance()))
                        .toList());
    }

    /** Counts and pairs for programs. */
    String json() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode limits = root.putObject("limits");
        limits.put("pictureBits", SplitComparison.PICTURE_BITS);
        limits.put("soundShare", SplitComparison.SOUND_SHARE);
        limits.put("partners", SplitComparison.PARTNERS_LIMIT);
        ArrayNode setNodes = root.putArray("sets");
        for (ItemSet set : sets) {
            ObjectNode node = setNodes.addObject();
            node.put("name", set.name());
            node.put("items", set.items().size());
            ArrayNode unusable = node.putArray("unusable");
            set.unusable().forEach(unusable::add);
        }
        ArrayNode countNodes = root.putArray("counts");
        for (Count count : counts()) {
            ObjectNode node = countNodes.addObject();
            node.put("same", count.kind().label());
            node.put("first", count.first().name());
            node.put("second", count.second().name());
            node.put("pairs", count.pairs().size());
            node.put("itemsOfFirst", count.ofFirst());
            node.put("comparedOfFirst", count.comparedFirst());
            node.put("itemsOfSecond", count.ofSecond());
            node.put("comparedOfSecond", count.comparedSecond());
        }
        ArrayNode pairNodes = root.putArray("pairs");
        for (Overlap pair : overlaps) {
            ObjectNode node = pairNodes.addObject();
            node.put("same", pair.kind().label());
            node.put("firstSet", pair.firstSet());
            node.put("first", pair.first());
            node.put("secondSet", pair.secondSet());
            node.put("second", pair.second());
            node.put("distance", pair.distance());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
