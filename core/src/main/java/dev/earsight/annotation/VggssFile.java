package dev.earsight.annotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * VGG-SS (Chen et al., CVPR 2021): {@code vggss.json}, a list of {@code file} ({@code YOUTUBEID_SECONDS}), {@code class} and
 * {@code bbox}, corners in fractions of the picture. The published file holds values below zero, one near -2.9e17, and boxes
 * without area: coordinates are clipped to the picture before anything else, and what is out of order is counted.
 */
final class VggssFile {
    private VggssFile() {}

    static Annotations read(Path file) {
        List<AnnotatedItem> items = new ArrayList<>();
        int outside = 0;
        for (JsonEntry entry : JsonEntry.readAll(file, "file")) {
            List<double[]> corners = entry.boxes("bbox");
            if (corners.isEmpty()) {
                throw entry.wrong("has no box");
            }
            List<PixelBox> boxes = corners.stream()
                    .map(box -> PixelBox.ofFractions(box[0], box[1], box[2], box[3]))
                    .toList();
            outside += corners.stream().flatMapToDouble(Arrays::stream).anyMatch(v -> v < 0 || v > 1) ? 1 : 0;
            items.add(AnnotatedItem.of(entry.name(), Names.beforeLastToken(entry.name()), entry.text("class"), boxes));
        }
        return Annotations.of(
                file,
                items,
                outside == 0 ? List.of() : List.of(outside + " items reach outside the picture and were clipped"));
    }
}
