package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Pointing accuracy: in how many pictures the peak of the map falls into a box of something that sounds (paper v2,
 * section 5.2: 81.7 %, with the center of the picture at 57.2 %).
 *
 * <p>Beside it: chance (a point anywhere, so the share of the picture the boxes cover), the center of the picture, the center
 * of the mean box of the other sources, and the middle of one of the objects in view at random (expected value).
 */
public final class Pointing {
    private Pointing() {}

    /** Whether each item was hit, 1 or 0; items in which nothing sounds are left out. */
    public static double[] hits(List<PointingItem> items) {
        return counted(items).stream()
                .mapToDouble(item -> item.hits(item.peakX(), item.peakY()) ? 1 : 0)
                .toArray();
    }

    /** The measure over all items with something sounding; further baselines (e.g. shuffled sound) may be added to it. */
    public static Measure measure(String name, List<PointingItem> all, long seed) {
        List<PointingItem> items = counted(all);
        if (items.isEmpty()) {
            throw new EarsightException("No item has a box of something that sounds; the ground truth is missing.");
        }
        double[] hits = hits(items);
        String[] sources = items.stream().map(PointingItem::source).toArray(String[]::new);
        boolean independent = new HashSet<>(Arrays.asList(sources)).size() == sources.length;
        double sum = Arrays.stream(hits).sum();
        Interval interval = independent ? Interval.wilson(sum, hits.length) : Bootstrap.mean(hits, sources, seed);
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(new Baseline("center point", mean(items.stream().map(item -> item.hits(0.5, 0.5) ? 1.0 : 0.0))));
        baselines.add(new Baseline("mean box of other sources", meanBoxHits(items)));
        if (items.stream().anyMatch(item -> !item.silent().isEmpty())) {
            baselines.add(
                    new Baseline("random object in view", mean(items.stream().map(Pointing::randomObjectHit))));
        }
        double chance = mean(items.stream().map(item -> unionArea(item.sounding())));
        return new Measure(name, sum / hits.length, hits.length, interval, chance, baselines);
    }

    /** One measure per class, by name. */
    public static List<Measure> perClass(List<PointingItem> items, long seed) {
        TreeMap<String, List<PointingItem>> byClass = new TreeMap<>();
        for (PointingItem item : counted(items)) {
            byClass.computeIfAbsent(item.className(), name -> new ArrayList<>()).add(item);
        }
        List<Measure> measures = new ArrayList<>();
        byClass.forEach((name, group) -> measures.add(measure("pointing " + name, group, seed)));
        return measures;
    }

    /** The area covered by at least one of the boxes, clipped to the picture. */
    static double unionArea(List<Box> boxes) {
        double[] xs = boxes.stream()
                .flatMap(box -> Stream.of(box.x0(), box.x1()))
                .mapToDouble(x -> Math.clamp(x, 0, 1))
                .sorted()
                .toArray();
        double[] ys = boxes.stream()
                .flatMap(box -> Stream.of(box.y0(), box.y1()))
                .mapToDouble(y -> Math.clamp(y, 0, 1))
                .sorted()
                .toArray();
        double area = 0;
        for (int i = 1; i < xs.length; i++) {
            for (int j = 1; j < ys.length; j++) {
                double x = (xs[i - 1] + xs[i]) / 2;
                double y = (ys[j - 1] + ys[j]) / 2;
                if (boxes.stream().anyMatch(box -> box.contains(x, y))) {
                    area += (xs[i] - xs[i - 1]) * (ys[j] - ys[j - 1]);
                }
            }
        }
        return area;
    }

    private static List<PointingItem> counted(List<PointingItem> items) {
        for (PointingItem item : items) {
            if (!Double.isFinite(item.peakX()) || !Double.isFinite(item.peakY())) {
                throw new EarsightException("The peak in " + item.source()
                        + " is not a number; the network's weights are broken, use an earlier checkpoint.");
            }
        }
        return items.stream().filter(item -> !item.sounding().isEmpty()).toList();
    }

    private static double randomObjectHit(PointingItem item) {
        return mean(Stream.concat(item.sounding().stream(), item.silent().stream())
                .map(box -> item.hits(box.centerX(), box.centerY()) ? 1.0 : 0.0));
    }

    /** The center of the mean box of all other sources; with one source only, of its own. */
    private static double meanBoxHits(List<PointingItem> items) {
        TreeMap<String, double[]> sums = new TreeMap<>();
        double[] total = new double[3];
        for (PointingItem item : items) {
            double[] sum = sums.computeIfAbsent(item.source(), source -> new double[3]);
            for (Box box : item.sounding()) {
                for (double[] each : List.of(sum, total)) {
                    each[0] += box.centerX();
                    each[1] += box.centerY();
                    each[2]++;
                }
            }
        }
        boolean single = sums.size() == 1;
        return mean(items.stream().map(item -> {
            double[] own = single ? new double[3] : sums.getOrDefault(item.source(), new double[3]);
            double count = total[2] - own[2];
            return item.hits((total[0] - own[0]) / count, (total[1] - own[1]) / count) ? 1.0 : 0.0;
        }));
    }

    private static double mean(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
