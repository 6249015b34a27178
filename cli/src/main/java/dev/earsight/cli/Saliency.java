package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.PixelBox;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.PerItem;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.protocol.ConsensusIou;
import dev.earsight.protocol.ItemScore;
import dev.earsight.protocol.Protocol;
import dev.earsight.protocol.RawMap;
import dev.earsight.scene.SceneTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Does the map listen, or does it mark what is salient? The same picture is asked with its own sound and with the sound, from
 * another clip, of a thing that is in sight and silent: the map must move from the one to the other. A constant map cannot
 * score here. Scenes without a silent thing of a class that sounds in another clip are left out.
 */
final class Saliency {
    private static final int SEED = 21;

    private final Answers middles;
    private final List<PerItem> items = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Saliency(Answers middles) {
        this.middles = middles;
    }

    static Saliency of(Answers middles) {
        Saliency saliency = new Saliency(middles);
        saliency.run();
        return saliency;
    }

    List<PerItem> items() {
        return items;
    }

    List<String> notes() {
        return notes;
    }

    /** A picture with its own sound and two others. */
    private record Trial(int picture, int otherSound, int alikeSound, Box own, Box other) {}

    private void run() {
        List<SceneTruth> truths = truths(middles);
        List<Trial> trials = trials(truths);
        if (trials.isEmpty()) {
            throw new EarsightException(
                    "No test scene shows a silent thing of a class that sounds in another, so no map can "
                            + "be made to move; measure saliency on scenes with silent things.");
        }
        int n = trials.size();
        double[] both = new double[n];
        double[] center = new double[n];
        double[] overlap = new double[n];
        double[] moved = new double[n];
        double[] movedAlike = new double[n];
        double[] gain = new double[n];
        String[] sources = new String[n];
        for (int t = 0; t < n; t++) {
            Trial trial = trials.get(t);
            Peak own = middles.peak(trial.picture, trial.picture);
            Peak other = middles.peak(trial.picture, trial.otherSound);
            Peak alike = middles.peak(trial.picture, trial.alikeSound);
            both[t] = hits(own, trial.own) * hits(other, trial.other);
            center[t] = trial.own.contains(0.5, 0.5) && trial.other.contains(0.5, 0.5) ? 1 : 0;
            overlap[t] = ConsensusIou.success(adaptive(trial.picture, trial.picture, trial.own))
                    * ConsensusIou.success(adaptive(trial.picture, trial.otherSound, trial.other));
            moved[t] = Math.hypot(own.x() - other.x(), own.y() - other.y());
            movedAlike[t] = Math.hypot(own.x() - alike.x(), own.y() - alike.y());
            gain[t] = hits(own, trial.own) + hits(other, trial.other) - hits(own, trial.other) - hits(other, trial.own);
            sources[t] = middles.source(trial.picture);
        }
        double alike = new PerItem("", movedAlike, sources, 0).mean();
        items.add(new PerItem(
                "both sounds pointed at",
                both,
                sources,
                trials.stream()
                        .mapToDouble(trial -> area(trial.own) * area(trial.other))
                        .average()
                        .orElseThrow(),
                List.of(new Baseline("center point", new PerItem("", center, sources, 0).mean()))));
        items.add(new PerItem("adaptive IIoU@0.5", overlap, sources, 0));
        items.add(new PerItem(
                "distance of the peaks, widths",
                moved,
                sources,
                Double.NaN,
                List.of(new Baseline("another sound of the same class", alike))));
        PerItem follows = new PerItem("peaks on their own thing less on the other's", gain, sources, 0);
        items.add(follows);
        notes.add(String.format(
                Locale.ROOT,
                "saliency test: the sounds of a picture exchanged at random would make the peaks follow them as well with "
                        + "p = %.4f (%d pictures)",
                follows.signFlipProbability(SEED),
                n));
    }

    /**
     * How often the map says that nothing in sight makes the sound: with its own sound, where it should not, and with a sound
     * of a class that is not in sight.
     */
    static List<PerItem> emptyMaps(Answers middles) {
        List<SceneTruth> truths = truths(middles);
        Random random = new Random(SEED);
        int n = middles.size();
        double[] own = new double[n];
        double[] stranger = new double[n];
        for (int i = 0; i < n; i++) {
            own[i] = middles.matches(i, i) ? 0 : 1;
            List<String> inSight = truths.get(i).objects().stream()
                    .map(SceneTruth.Thing::className)
                    .toList();
            int sound = another(truths, random, heard -> !inSight.contains(heard))
                    .orElseThrow(() -> new EarsightException(
                            "Every class that sounds is in sight of a test scene; measure on more scenes."));
            stranger[i] = middles.matches(i, sound) ? 0 : 1;
        }
        return List.of(
                new PerItem("empty map, sound of a class not in sight", stranger, middles.sources(), Double.NaN),
                new PerItem("empty map, own sound (should be low)", own, middles.sources(), Double.NaN));
    }

    /** Where the network points in a picture when it hears a sound. */
    static PointingItem item(Answers answers, int picture, int sound, SceneTruth truth) {
        Peak peak = answers.peak(picture, sound);
        int frame = answers.truthFrame(picture, truth);
        List<Box> sounding =
                truth.soundingBoxes(frame).stream().map(Saliency::box).toList();
        List<Box> silent = truth.objects().stream()
                .filter(thing -> !thing.soundsIn(frame))
                .flatMap(thing -> boxOf(thing, frame).stream())
                .toList();
        return new PointingItem(
                answers.source(picture), truth.soundClassIn(frame).orElse(""), peak.x(), peak.y(), sounding, silent);
    }

    private List<Trial> trials(List<SceneTruth> truths) {
        Random random = new Random(SEED);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            SceneTruth truth = truths.get(i);
            int frame = middles.truthFrame(i, truth);
            int picture = i;
            Optional<Box> own = truth.objects().stream()
                    .filter(thing -> thing.soundsIn(frame))
                    .findFirst()
                    .flatMap(thing -> boxOf(thing, frame));
            String heardNow = truth.soundClass().orElse("");
            for (SceneTruth.Thing thing : truth.objects()) {
                Optional<Box> other = boxOf(thing, frame);
                if (thing.sounds() || thing.className().equals(heardNow) || own.isEmpty() || other.isEmpty()) {
                    continue;
                }
                OptionalInt otherSound = another(truths, random, thing.className()::equals);
                OptionalInt alike = another(truths, random, heardNow::equals, picture);
                if (otherSound.isPresent() && alike.isPresent()) {
                    trials.add(new Trial(picture, otherSound.getAsInt(), alike.getAsInt(), own.get(), other.get()));
                    break;
                }
            }
        }
        return trials;
    }

    private static List<SceneTruth> truths(Answers middles) {
        return IntStream.range(0, middles.size())
                .mapToObj(i -> middles.truth(i)
                        .orElseThrow(() -> new EarsightException(middles.source(i)
                                + " has no truth beside it; measure on scenes with NAME.json beside each.")))
                .toList();
    }

    private static OptionalInt another(
            List<SceneTruth> truths, Random random, java.util.function.Predicate<String> heard, int... not) {
        int[] fitting = IntStream.range(0, truths.size())
                .filter(i -> truths.get(i).soundClass().filter(heard).isPresent())
                .filter(i -> IntStream.of(not).noneMatch(each -> each == i))
                .toArray();
        return fitting.length == 0 ? OptionalInt.empty() : OptionalInt.of(fitting[random.nextInt(fitting.length)]);
    }

    /** Overlap of the box with as many of the map's highest pixels as the box has. */
    private double adaptive(int picture, int sound, Box box) {
        ScoreMap map = middles.map(picture, sound);
        AnnotatedItem item =
                AnnotatedItem.of("", "", "", List.of(PixelBox.ofFractions(box.x0(), box.y0(), box.x1(), box.y1())));
        return ItemScore.of(Protocol.OURS, item, new RawMap(map.rows(), map.columns(), map.scores()))
                .adaptiveCiou();
    }

    private static double area(Box box) {
        return (box.x1() - box.x0()) * (box.y1() - box.y0());
    }

    private static double hits(Peak peak, Box box) {
        return box.contains(peak.x(), peak.y()) ? 1 : 0;
    }

    private static Optional<Box> boxOf(SceneTruth.Thing thing, int frame) {
        return thing.boxes().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        box(thing.boxes().get(Math.clamp(frame, 0, thing.boxes().size() - 1))));
    }

    private static Box box(dev.earsight.scene.Box box) {
        return new Box(box.x0(), box.y0(), box.x1(), box.y1());
    }
}
