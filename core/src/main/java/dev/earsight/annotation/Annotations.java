package dev.earsight.annotation;

import dev.earsight.EarsightException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All items of a set.
 *
 * @param items in the file's order, each name once
 * @param remarks what the files hold that a reader should know, in words
 */
public record Annotations(List<AnnotatedItem> items, List<String> remarks) {
    /** Keeps its own lists. */
    public Annotations {
        items = List.copyOf(items);
        remarks = List.copyOf(remarks);
    }

    /** Checks what was read from {@code origin} and counts what is empty. */
    static Annotations of(Path origin, List<AnnotatedItem> items, List<String> remarks) {
        if (items.isEmpty()) {
            throw new EarsightException(
                    origin + " holds no items; give the annotation file as its authors publish it.");
        }
        Set<String> names = new HashSet<>();
        int someEmpty = 0;
        int allEmpty = 0;
        for (AnnotatedItem item : items) {
            if (!names.add(item.name())) {
                throw new EarsightException(
                        origin + " names the item '" + item.name() + "' twice; keep one of the two entries.");
            }
            if (!item.negative()) {
                someEmpty += item.boxes().stream().anyMatch(PixelBox::isEmpty) ? 1 : 0;
                allEmpty += item.boxes().stream().allMatch(PixelBox::isEmpty) ? 1 : 0;
            }
        }
        List<String> all = new ArrayList<>(remarks);
        if (someEmpty > 0) {
            all.add(someEmpty + " items hold a box without area");
        }
        if (allEmpty > 0) {
            all.add(allEmpty + " items have no area at all and fail whatever the map says");
        }
        return new Annotations(items, all);
    }

    /** Both sets, one after the other. */
    public Annotations and(Annotations other) {
        List<AnnotatedItem> all = new ArrayList<>(items);
        all.addAll(other.items);
        Set<String> names = new HashSet<>();
        for (AnnotatedItem item : all) {
            if (!names.add(item.name())) {
                throw new EarsightException(
                        "The item '" + item.name() + "' is in both annotation files; give lists that do not overlap.");
            }
        }
        List<String> words = new ArrayList<>(remarks);
        words.addAll(other.remarks);
        return new Annotations(all, words);
    }
}
