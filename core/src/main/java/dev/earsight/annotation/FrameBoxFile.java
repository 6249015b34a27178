package dev.earsight.annotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * IS3, and S4, MS3 and VPO with boxes (Senocak et al., "Toward interactive sound source localization", SSLalignment's
 * {@code metadata/*_bbox.json}): a list of {@code image}, {@code audio} and {@code gt_box}, corners in pixels of a picture of
 * 224x224. Paths are the author's own; only file names count. Items whose picture's name agrees up to the last underscore are
 * one group: in IS3 the two sounds of one picture, in the others the frames of one video. A box of zeros means that nothing
 * sounds.
 */
final class FrameBoxFile {
    private FrameBoxFile() {}

    static Annotations read(Path file) {
        List<AnnotatedItem> items = new ArrayList<>();
        for (JsonEntry entry : JsonEntry.readAll(file, "image")) {
            double[] box = entry.box("gt_box");
            String name = Names.stem(entry.name());
            String group = Names.beforeLastToken(name);
            // In IS3 each picture is stored once per sound, under the sound's name; elsewhere the sound is the video's.
            boolean namedBySound = Names.stem(entry.text("audio")).equals(name);
            items.add(new AnnotatedItem(
                    name,
                    group,
                    namedBySound ? Names.lastToken(name) : "",
                    group,
                    List.of(PixelBox.ofPixels(box[0], box[1], box[2], box[3], PixelBox.SIDE)),
                    Overlap.UNION,
                    false));
        }
        return Annotations.of(file, items, List.of());
    }
}
