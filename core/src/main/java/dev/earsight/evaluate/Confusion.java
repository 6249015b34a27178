package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was taken for what.
 *
 * @param names classes, of rows and columns alike
 * @param counts {@code counts.get(i).get(j)}: how often class {@code i} was answered by class {@code j}
 */
public record Confusion(List<String> names, List<List<Integer>> counts) {
    /** What classes beyond the most frequent are gathered under. */
    public static final String OTHERS = "(others)";

    /** Keeps its own lists. */
    public Confusion {
        names = List.copyOf(names);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /**
     * Counts, item by item.
     *
     * @param truth what each item is
     * @param answers what it was taken for, as many
     * @param mostClasses so many of the most frequent are told apart, the rest gathered
     */
    public static Confusion of(List<String> truth, List<String> answers, int mostClasses) {
        Numbers.requireSameLength(truth.size(), answers.size());
        Map<String, Integer> frequency = new TreeMap<>();
        truth.forEach(name -> frequency.merge(name, 1, Integer::sum));
        answers.forEach(name -> frequency.merge(name, 0, Integer::sum));
        List<String> names = new ArrayList<>(frequency.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue()))
                .limit(mostClasses)
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
        if (frequency.size() > mostClasses) {
            names.add(OTHERS);
        }
        int[][] counts = new int[names.size()][names.size()];
        for (int i = 0; i < truth.size(); i++) {
            counts[number(names, truth.get(i))][number(names, answers.get(i))]++;
        }
        List<List<Integer>> rows = new ArrayList<>();
        for (int[] row : counts) {
            rows.add(java.util.Arrays.stream(row).boxed().toList());
        }
        return new Confusion(names, rows);
    }

    private static int number(List<String> names, String name) {
        int number = names.indexOf(name);
        return number >= 0 ? number : names.size() - 1;
    }

    /** Share of items on the diagonal. */
    public double rightShare() {
        double right = 0;
        double all = 0;
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                all += counts.get(i).get(j);
                right += i == j && !names.get(i).equals(OTHERS) ? counts.get(i).get(j) : 0;
            }
        }
        return right / all;
    }
}
