package dev.earsight.annotation;

import dev.earsight.EarsightException;
import dev.earsight.scene.SceneTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our own scenes: a folder of {@code NAME.json}, the truth beside each video. The frame judged is the middle one; scenes in
 * which nothing in view sounds then are left out and counted.
 */
public final class SceneFolder {
    private SceneFolder() {}

    static Annotations read(Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarsightException(
                    folder + " cannot be listed; give a folder with NAME.json beside the videos.", e);
        }
        List<AnnotatedItem> items = new ArrayList<>();
        int nothing = 0;
        for (Path file : files) {
            SceneTruth truth = SceneTruth.read(file);
            AnnotatedItem item = item(Names.stem(file.toString()), truth, middleFrame(truth));
            if (item.boxes().isEmpty()) {
                nothing++;
            } else {
                items.add(item);
            }
        }
        return Annotations.of(
                folder,
                items,
                nothing == 0 ? List.of() : List.of(nothing + " scenes show nothing that sounds and were left out"));
    }

    /** One frame of a scene; without boxes where nothing in view sounds. */
    public static AnnotatedItem item(String name, SceneTruth truth, int frame) {
        List<PixelBox> boxes = truth.soundingBoxes(frame).stream()
                .map(box -> PixelBox.ofFractions(box.x0(), box.y0(), box.x1(), box.y1()))
                .toList();
        return AnnotatedItem.of(name, name, truth.soundClassIn(frame).orElse(""), boxes);
    }

    /** The frame in the middle of a scene, as {@code evaluate --run} takes it too. */
    static int middleFrame(SceneTruth truth) {
        return (int) Math.round(truth.seconds() * truth.fps()) / 2;
    }
}
