package dev.earsight.cli;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.PixelBox;
import dev.earsight.annotation.SceneFolder;
import dev.earsight.evaluate.Box;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sounds where in one frame of a clip.
 *
 * @param item for scoring areas, named like the clip
 * @param sounding boxes of what sounds, in fractions of the picture
 * @param silent what else is in view
 */
record SoundingTruth(AnnotatedItem item, List<Box> sounding, List<SilentThing> silent) {
    /** A thing in view that makes no sound at that moment. */
    record SilentThing(String className, Box box) {}

    /** Where truth comes from: what lay beside the videos, or an annotation file whose names are those of the videos. */
    @FunctionalInterface
    interface Source {
        Optional<SoundingTruth> of(int clip, int frameIndex);
    }

    /** The scene truth of the clips. */
    static Source beside(ClipLibrary clips) {
        return (clip, frameIndex) -> clips.truthJson(clip)
                .map(json -> ofScene(SceneTruth.parse(json, clips.name(clip)), clips, clip, frameIndex));
    }

    /** Published annotations, found by the videos' names without folder and ending. */
    static Source annotated(Annotations annotations, ClipLibrary clips) {
        Map<String, AnnotatedItem> byName = new HashMap<>();
        annotations.items().forEach(item -> byName.put(item.name(), item));
        return (clip, frameIndex) ->
                Optional.ofNullable(byName.get(stem(clips.source(clip)))).map(item -> ofItem(item, clips, clip));
    }

    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static SoundingTruth ofScene(SceneTruth truth, ClipLibrary clips, int clip, int frameIndex) {
        int frame = (int) Math.round((clips.startFrame(clip) + frameIndex) / 25.0 * truth.fps());
        List<Box> sounding =
                truth.soundingBoxes(frame).stream().map(SoundingTruth::box).toList();
        List<SilentThing> silent = truth.objects().stream()
                .filter(thing -> !thing.soundsIn(frame) && !thing.boxes().isEmpty())
                .map(thing -> new SilentThing(
                        thing.className(),
                        box(thing.boxes().get(Math.clamp(frame, 0, thing.boxes().size() - 1)))))
                .toList();
        return new SoundingTruth(
                named(SceneFolder.item(clips.name(clip), truth, frame), clips, clip), sounding, silent);
    }

    private static SoundingTruth ofItem(AnnotatedItem item, ClipLibrary clips, int clip) {
        List<Box> sounding = item.boxes().stream()
                .filter(box -> !box.isEmpty())
                .map(box -> new Box(
                        (double) box.x0() / PixelBox.SIDE,
                        (double) box.y0() / PixelBox.SIDE,
                        (double) box.x1() / PixelBox.SIDE,
                        (double) box.y1() / PixelBox.SIDE))
                .toList();
        return new SoundingTruth(named(item, clips, clip), sounding, List.of());
    }

    private static AnnotatedItem named(AnnotatedItem item, ClipLibrary clips, int clip) {
        return new AnnotatedItem(
                clips.name(clip),
                clips.source(clip),
                item.className(),
                clips.name(clip),
                item.boxes(),
                item.overlap(),
                item.negative());
    }

    private static Box box(dev.earsight.scene.Box box) {
        return new Box(box.x0(), box.y0(), box.x1(), box.y1());
    }
}
