package dev.earsight.localize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Boxes around the connected regions of a map that lie above a threshold.
 *
 * <p>The map is first made {@value #FINENESS} times finer in both directions, an odd number so that the centers of its cells are
 * sampled exactly; regions touch by edges. Boxes that cover more than half of the smaller one of them are merged.
 * Best score first; ties from the top left.
 */
public final class Boxes {
    private static final int FINENESS = 15;
    private static final double MERGING_SHARE = 0.5;
    private static final Comparator<ScoredBox> ORDER = Comparator.comparingDouble((ScoredBox box) -> -box.score())
            .thenComparingDouble(ScoredBox::y0)
            .thenComparingDouble(ScoredBox::x0)
            .thenComparingDouble(ScoredBox::area);

    private Boxes() {}

    /** The boxes of {@code map}; empty where nothing reaches the threshold. */
    public static List<ScoredBox> from(ScoreMap map, Threshold threshold) {
        double lowest = threshold.lowest(map);
        if (map.max() < lowest) {
            return List.of();
        }
        List<ScoredBox> boxes = regions(map.upsampled(map.columns() * FINENESS, map.rows() * FINENESS), lowest);
        boxes.removeIf(box -> box.score() < threshold.leastPeak());
        while (mergeOnePair(boxes)) {
            // One pair at a time: a merged box may reach further ones.
        }
        boxes.sort(ORDER);
        return List.copyOf(boxes);
    }

    private static List<ScoredBox> regions(ScoreMap fine, double lowest) {
        int width = fine.columns();
        int height = fine.rows();
        boolean[] seen = new boolean[width * height];
        int[] waiting = new int[width * height];
        List<ScoredBox> boxes = new ArrayList<>();
        for (int start = 0; start < seen.length; start++) {
            if (seen[start] || fine.scores()[start] < lowest) {
                continue;
            }
            int left = width;
            int right = -1;
            int bottom = -1;
            int count = 0;
            float best = Float.NEGATIVE_INFINITY;
            seen[start] = true;
            waiting[count++] = start;
            while (count > 0) {
                int at = waiting[--count];
                int x = at % width;
                int y = at / width;
                left = Math.min(left, x);
                right = Math.max(right, x);
                bottom = Math.max(bottom, y);
                best = Math.max(best, fine.scores()[at]);
                for (int side = 0; side < 4; side++) {
                    int neighbor = switch (side) {
                        case 0 -> x > 0 ? at - 1 : -1;
                        case 1 -> x < width - 1 ? at + 1 : -1;
                        case 2 -> y > 0 ? at - width : -1;
                        default -> y < height - 1 ? at + width : -1;
                    };
                    if (neighbor >= 0 && !seen[neighbor] && fine.scores()[neighbor] >= lowest) {
                        seen[neighbor] = true;
                        waiting[count++] = neighbor;
                    }
                }
            }
            // Scanned from the top, so the first pixel met lies in the top row of its region.
            boxes.add(new ScoredBox(
                    (double) left / width,
                    (double) (start / width) / height,
                    (right + 1.0) / width,
                    (bottom + 1.0) / height,
                    best));
        }
        return boxes;
    }

    private static boolean mergeOnePair(List<ScoredBox> boxes) {
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = i + 1; j < boxes.size(); j++) {
                ScoredBox a = boxes.get(i);
                ScoredBox b = boxes.get(j);
                if (a.intersection(b) > MERGING_SHARE * Math.min(a.area(), b.area())) {
                    boxes.set(i, a.union(b));
                    boxes.remove(j);
                    return true;
                }
            }
        }
        return false;
    }
}
