package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How alike two classes are: by steps in a tree of classes (paper, section 5.1: relevance is 20 less the distance in the
 * AudioSet ontology). A class may have several parents; nodes without parent hang on one root.
 */
public final class ClassTree {
    /** The relevance of a class to itself in the paper. */
    public static final int PAPER_RELEVANCE = 20;

    /** A table of so many sets of labels by as many takes 128 MiB. */
    private static final int MOST_SETS_KEPT = 8_192;

    private static final CSVFormat LINES = CSVFormat.DEFAULT
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .setCommentMarker('#')
            .get();

    private final int highestRelevance;
    private final boolean flat;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<List<Integer>> neighbors = new ArrayList<>();
    private final Map<Integer, int[]> distances = new ConcurrentHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final String origin;

    private ClassTree(int highestRelevance, boolean flat, String origin) {
        this.highestRelevance = highestRelevance;
        this.flat = flat;
        this.origin = origin;
    }

    /** No tree: the same class is fully relevant, another not at all. */
    public static ClassTree flat(int highestRelevance) {
        return new ClassTree(highestRelevance, true, "");
    }

    /** From AudioSet's {@code ontology.json}; classes are known by name ("Acoustic guitar") and by id ("/m/042v_gx"). */
    public static ClassTree audioSet(Path ontologyJson) {
        try {
            JsonNode all = JsonMapper.builder().build().readTree(Files.readAllBytes(ontologyJson));
            ClassTree tree = new ClassTree(PAPER_RELEVANCE, false, ontologyJson.toString());
            List<String[]> links = new ArrayList<>();
            Map<String, String> names = new HashMap<>();
            for (JsonNode each : all) {
                String id = each.path("id").asString("");
                names.put(id, each.path("name").asString(id));
                tree.node(id);
                for (JsonNode child : each.path("child_ids")) {
                    links.add(new String[] {child.asString(""), id});
                }
            }
            if (names.isEmpty()) {
                throw new EarsightException(ontologyJson + " holds no classes; give AudioSet's ontology.json.");
            }
            tree.link(links);
            names.forEach((id, name) -> tree.numbers.put(name, tree.node(id)));
            tree.names.putAll(names);
            return tree;
        } catch (IOException | JacksonException e) {
            throw new EarsightException(
                    "Cannot read the ontology " + ontologyJson + " (" + e.getMessage()
                            + "); give AudioSet's ontology.json.",
                    e);
        }
    }

    /** From lines {@code child,parent}; empty lines and lines starting with '#' are passed over. */
    public static ClassTree csv(Path file, int highestRelevance) {
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVParser.parse(reader, LINES)) {
            ClassTree tree = new ClassTree(highestRelevance, false, file.toString());
            List<String[]> links = new ArrayList<>();
            for (CSVRecord cells : parser) {
                if (cells.size() != 2) {
                    throw new EarsightException("In " + file + " the line '" + String.join(",", cells.toList())
                            + "' is not 'child,parent'; put names with a comma between quotes.");
                }
                links.add(cells.values());
            }
            tree.link(links);
            return tree;
        } catch (IOException | UncheckedIOException e) {
            throw new EarsightException("Cannot read the class tree " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is more than "the same" and "another", so that linear and exponential gains differ. */
    public boolean graded() {
        return !flat;
    }

    /** The relevance of a class to itself. */
    public int highestRelevance() {
        return highestRelevance;
    }

    /** What a class is called where it is known by an id; otherwise what was given. */
    public String nameOf(String label) {
        return names.getOrDefault(label, label);
    }

    /** Steps from one class to another. */
    public int distance(String a, String b) {
        if (flat) {
            return a.equals(b) ? 0 : highestRelevance;
        }
        return distances.computeIfAbsent(known(a), this::stepsFrom)[known(b)];
    }

    /** The best over all pairs of labels, 0 to {@link #highestRelevance()}; 0 where one has no label. */
    public int relevance(Collection<String> labels, Collection<String> others) {
        int best = 0;
        for (String a : labels) {
            for (String b : others) {
                best = Math.max(best, highestRelevance - distance(a, b));
            }
        }
        return best;
    }

    /**
     * The relevance of every item to every other.
     *
     * @param labels the labels of each item
     */
    public Retrieval.Relevance relevances(List<? extends Collection<String>> labels) {
        List<String> names =
                labels.stream().flatMap(Collection::stream).distinct().toList();
        Map<String, Integer> numberOf = new HashMap<>();
        names.forEach(name -> numberOf.put(name, numberOf.size()));
        int[][] between = new int[names.size()][names.size()];
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                between[i][j] = relevance(List.of(names.get(i)), List.of(names.get(j)));
            }
        }
        int[][] numbered = labels.stream()
                .map(each -> each.stream()
                        .mapToInt(name -> numberOf.getOrDefault(name, -1))
                        .toArray())
                .toArray(int[][]::new);
        // Many items share their labels: what is computed once is kept per set of labels, and only while there are few.
        Map<List<Integer>, Integer> sets = new LinkedHashMap<>();
        int[] setOf = Arrays.stream(numbered)
                .mapToInt(each -> {
                    int next = sets.size();
                    return sets.computeIfAbsent(
                            Arrays.stream(each).boxed().sorted().toList(), set -> next);
                })
                .toArray();
        int[][] distinct = sets.keySet().stream()
                .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        if (distinct.length > MOST_SETS_KEPT) {
            return (query, item) -> best(distinct[setOf[query]], distinct[setOf[item]], between);
        }
        short[][] matrix = new short[distinct.length][distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            for (int j = 0; j < distinct.length; j++) {
                matrix[i][j] = (short) best(distinct[i], distinct[j], between);
            }
        }
        return (query, item) -> matrix[setOf[query]][setOf[item]];
    }

    private static int best(int[] labels, int[] others, int[][] between) {
        int best = 0;
        for (int a : labels) {
            for (int b : others) {
                best = Math.max(best, between[a][b]);
            }
        }
        return best;
    }

    private int known(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new EarsightException(
                    "The class '" + name + "' is not in " + origin + "; add it there or evaluate without a tree.");
        }
        return number;
    }

    private int node(String name) {
        return numbers.computeIfAbsent(name, n -> {
            neighbors.add(new ArrayList<>());
            return neighbors.size() - 1;
        });
    }

    private void link(List<String[]> childAndParent) {
        boolean[] hasParent = new boolean[neighbors.size() + 2 * childAndParent.size() + 1];
        for (String[] link : childAndParent) {
            int child = node(link[0]);
            int parent = node(link[1]);
            neighbors.get(child).add(parent);
            neighbors.get(parent).add(child);
            hasParent[child] = true;
        }
        int classes = neighbors.size();
        neighbors.add(new ArrayList<>());
        for (int i = 0; i < classes; i++) {
            if (!hasParent[i]) {
                neighbors.get(classes).add(i);
                neighbors.get(i).add(classes);
            }
        }
    }

    private int[] stepsFrom(int start) {
        int[] steps = new int[neighbors.size()];
        Arrays.fill(steps, Integer.MAX_VALUE / 2); // in a cycle that no root reaches
        steps[start] = 0;
        ArrayDeque<Integer> waiting = new ArrayDeque<>(List.of(start));
        while (!waiting.isEmpty()) {
            int at = waiting.remove();
            for (int next : neighbors.get(at)) {
                if (steps[next] > steps[at] + 1) {
                    steps[next] = steps[at] + 1;
                    waiting.add(next);
                }
            }
        }
        return steps;
    }
}
