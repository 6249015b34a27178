package dev.earsight.diagnose;

import dev.earsight.clip.Pair;
import dev.earsight.scene.Box;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What is known about the moments asked about: what sounds where in each frame, and what else is in view. */
final class SceneTruths {
    private static final double GRID_FRAMES_PER_SECOND = 25;

    private final MomentList moments;
    private final List<Optional<SceneTruth>> truths = new ArrayList<>();
    private final List<Integer> frames = new ArrayList<>();
    private final Map<String, List<Integer>> soundsOfClass = new TreeMap<>();

    SceneTruths(ClipLibrary clips, MomentList moments) {
        this.moments = moments;
        Map<Integer, Optional<SceneTruth>> ofClip = new HashMap<>();
        for (int i = 0; i < moments.size(); i++) {
            Pair moment = moments.moments().get(i);
            Optional<SceneTruth> truth = ofClip.computeIfAbsent(
                    moment.frameClip(),
                    clip -> clips.truthJson(clip).map(json -> SceneTruth.parse(json, clips.name(clip))));
            int gridFrame = clips.startFrame(moment.frameClip()) + moment.frameIndex();
            truths.add(truth);
            frames.add(truth.map(known -> (int) Math.round(gridFrame / GRID_FRAMES_PER_SECOND * known.fps()))
                    .orElse(0));
            int at = i;
            truth.flatMap(SceneTruth::soundClass)
                    .ifPresent(name -> soundsOfClass
                            .computeIfAbsent(name, key -> new ArrayList<>())
                            .add(at));
        }
    }

    /** The boxes of what sounds in view; none where nothing does or nothing is known. */
    List<Box> sounding(int moment) {
        return truths.get(moment)
                .map(truth -> truth.soundingBoxes(frames.get(moment)))
                .orElse(List.of());
    }

    /**
     * A picture with two things that can sound.
     *
     * @param sounding boxes of what sounds in it
     * @param silent box of a thing that is silent there
     * @param otherSound a moment of another source in which such a thing sounds
     * @param unrelatedSound a moment of another source in which a thing of neither class sounds
     */
    record Duet(List<Box> sounding, List<Box> silent, int otherSound, OptionalInt unrelatedSound) {}

    /** A duet from this moment's picture, where there is one in it. */
    Optional<Duet> duet(int moment, SplittableRandom random) {
        List<Box> sounding = sounding(moment);
        if (sounding.isEmpty()) {
            return Optional.empty();
        }
        SceneTruth truth = truths.get(moment).orElseThrow();
        List<SceneTruth.Thing> silent = new ArrayList<>(truth.objects().stream()
                .filter(thing -> !thing.sounds() && !thing.boxes().isEmpty())
                .filter(thing -> !truth.soundClass().equals(Optional.of(thing.className())))
                .toList());
        Collections.shuffle(silent, new Random(random.nextLong()));
        for (SceneTruth.Thing thing : silent) {
            List<Integer> heard = otherSources(moment, soundsOfClass.getOrDefault(thing.className(), List.of()));
            if (!heard.isEmpty()) {
                Box box = thing.boxes()
                        .get(Math.clamp(frames.get(moment), 0, thing.boxes().size() - 1));
                List<Integer> unrelated = otherSources(
                        moment,
                        soundsOfClass.entrySet().stream()
                                .filter(entry -> !entry.getKey().equals(thing.className()))
                                .filter(entry -> !truth.soundClass().equals(Optional.of(entry.getKey())))
                                .flatMap(entry -> entry.getValue().stream())
                                .toList());
                return Optional.of(new Duet(
                        sounding,
                        List.of(box),
                        heard.get(random.nextInt(heard.size())),
                        unrelated.isEmpty()
                                ? OptionalInt.empty()
                                : OptionalInt.of(unrelated.get(random.nextInt(unrelated.size())))));
            }
        }
        return Optional.empty();
    }

    private List<Integer> otherSources(int moment, List<Integer> among) {
        return among.stream()
                .filter(other -> !moments.source(other).equals(moments.source(moment)))
                .toList();
    }

    static boolean contains(Box box, double x, double y) {
        return x >= box.x0() && x <= box.x1() && y >= box.y0() && y <= box.y1();
    }
}
