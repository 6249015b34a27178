package dev.earsight.annotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MUSIC with boxes (Mo and Tian, CVPR 2023, AVGN's {@code music_solo.json} and {@code music_duet.json}): {@code bbox} is left,
 * top, <em>width, height</em> in fractions of the picture, though AVGN's own loader reads corners (which leaves 1,647 of 2,124
 * solo items without area). A duet has {@code bbox_src1} and {@code bbox_src2}; they become the items {@code FILE_src1} and
 * {@code FILE_src2} of one group.
 */
final class MusicFile {
    private static final double ROUNDING = 1e-6;

    private MusicFile() {}

    static Annotations read(Path file) {
        List<AnnotatedItem> items = new ArrayList<>();
        for (JsonEntry entry : JsonEntry.readAll(file, "file")) {
            // VIDEO_SEGMENT_FRAME
            String video = Names.beforeLastToken(Names.beforeLastToken(entry.name()));
            if (entry.has("bbox")) {
                items.add(AnnotatedItem.of(entry.name(), video, entry.text("class"), List.of(box(entry, "bbox"))));
            } else {
                for (String part : List.of("src1", "src2")) {
                    items.add(new AnnotatedItem(
                            entry.name() + "_" + part,
                            video,
                            entry.text("class_" + part),
                            entry.name(),
                            List.of(box(entry, "bbox_" + part)),
                            Overlap.UNION,
                            false));
                }
            }
        }
        return Annotations.of(file, items, List.of());
    }

    private static PixelBox box(JsonEntry entry, String field) {
        double[] box = entry.box(field);
        double right = box[0] + box[2];
        double lower = box[1] + box[3];
        if (right > 1 + ROUNDING || lower > 1 + ROUNDING) {
            throw entry.wrong("has a '" + field + "' that leaves the picture when read as left, top, width, height");
        }
        return PixelBox.ofFractions(box[0], box[1], right, lower);
    }
}
