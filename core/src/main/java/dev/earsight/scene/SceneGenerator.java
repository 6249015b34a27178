package dev.earsight.scene;

import dev.earsight.EarsightException;
import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Composes scenes: scene {@code index} is the same whenever, in whatever order and on whatever thread it is asked for.
 */
public final class SceneGenerator {
    /** Share of the smaller of two boxes that may be covered by the other. */
    private static final double OVERLAP_LIMIT = 0.12;

    /** Raised when the same settings begin to give other scenes. */
    private static final int VERSION = 1;

    private static final int PLACEMENTS = 40;
    private static final double LONGEST_SIDE = 0.66;

    private final SceneConfig config;
    private final ThingSource source;
    private final List<String> soundingClasses;
    private final List<String> silentClasses;

    /**
     * A generator of scenes of {@code config} with things from {@code source}.
     *
     * @throws EarsightException when the source has none of the classes asked for, or none that can be seen playing
     */
    public SceneGenerator(SceneConfig config, ThingSource source) {
        this.config = config;
        this.source = source;
        this.soundingClasses = chosen(source.soundingClasses());
        this.silentClasses = chosen(source.silentClasses());
        for (String name : config.classes()) {
            if (!soundingClasses.contains(name) && !silentClasses.contains(name)) {
                throw new EarsightException("There is no class '" + name + "'; there are "
                        + String.join(", ", source.soundingClasses()) + " and, silent, "
                        + String.join(", ", source.silentClasses()) + ".");
            }
        }
        if (config.playing() != Playing.UNSEEN && !(source instanceof PlayedThings)) {
            throw new EarsightException("Only drawn things can be seen playing; use no files of your own for that.");
        }
        if (soundingClasses.isEmpty()) {
            throw new EarsightException("No class has both pictures and sounds; a scene needs at least one.");
        }
    }

    /** What the scenes have in common. */
    public SceneConfig config() {
        return config;
    }

    /** A fingerprint of settings and things, 16 hexadecimal digits: scenes of equal hash and number are equal. */
    public String hash() {
        // Scenes from before there was a choice keep their hash, so that they need not be made again.
        String settings = config.toString()
                .replace(", playing=" + Playing.UNSEEN + "]", "]")
                .replace(", twins=", ", twinProbability=");
        return Fingerprint.of(VERSION + "|" + settings + "|" + source.fingerprint());
    }

    /** The sounding classes in use, sorted. */
    public List<String> soundingClasses() {
        return soundingClasses;
    }

    private List<String> chosen(List<String> names) {
        return names.stream()
                .filter(name -> config.classes().isEmpty() || config.classes().contains(name))
                .toList();
    }

    /** Scene number {@code index}, 0 and up. */
    public Scene generate(long index) {
        RandomGenerator random = Dice.of(config.seed(), index, 0);
        if (config.playing().kit() && source instanceof PlayedThings things) {
            return kitScene(things, index, random);
        }
        Cast cast = cast(random);
        SoundPlan soundPlan = soundPlan(cast, index);
        List<Actor> actors = place(cast, index);
        if (config.playing() != Playing.UNSEEN && source instanceof PlayedThings things) {
            actors = new Staging(config, things).staged(actors, soundPlan.voices(), index);
        }
        Backdrop backdrop = backdrop(cast.mainClass(), Dice.of(config.seed(), index, 1));
        Motion camera = Motion.drawn(Dice.of(config.seed(), index, 2), 0, 0, 4);
        return new Scene(config, index, backdrop, actors, soundPlan, camera);
    }

    private Scene kitScene(PlayedThings things, long index, RandomGenerator random) {
        long seed = random.nextLong();
        Kit kit = Kit.drawn(config, things, Kit.performance(config, seed), random);
        List<SoundPlan.Voice> voices = new ArrayList<>();
        voices.add(new SoundPlan.Voice(SoundPlan.WHOLE_KIT, PlayedThings.KIT, seed, 0, 0, config.clipSeconds()));
        SoundPlan soundPlan = soundPlan(voices, Optional.empty(), Dice.of(config.seed(), index, 3));
        Backdrop backdrop = backdrop(PlayedThings.KIT, Dice.of(config.seed(), index, 1));
        Motion camera = Motion.drawn(Dice.of(config.seed(), index, 2), 0, 0, 4);
        return new Scene(config, index, backdrop, kit.parts(), soundPlan, camera, kit.stick());
    }

    /** Who is in the scene: class names with whether they sound, and the class heard from outside. */
    private record Cast(List<String> classes, List<Boolean> sounding, Optional<String> offScreen) {
        /** What is heard, in sight if anything there is; empty in a scene without a sound. */
        String mainClass() {
            int first = sounding.indexOf(true);
            return first < 0 ? offScreen.orElse("") : classes.get(first);
        }
    }

    private Cast cast(RandomGenerator random) {
        boolean nothingVisible = Dice.chance(random, config.nothingVisibleProbability());
        boolean offScreen = Dice.chance(random, config.offScreenProbability());
        int twins = (int) Math.ceil(config.twins() - random.nextDouble());
        Set<String> taken = new HashSet<>();
        List<String> sounding = new ArrayList<>();
        int soundingCount = nothingVisible ? 0 : config.soundingObjects();
        for (int i = 0; i < soundingCount; i++) {
            sounding.add(fresh(soundingClasses, taken, random));
        }
        Optional<String> outside =
                nothingVisible || offScreen ? Optional.of(fresh(soundingClasses, taken, random)) : Optional.empty();
        List<String> silent = new ArrayList<>();
        if (!sounding.isEmpty()) {
            silent.addAll(Collections.nCopies(twins, sounding.getFirst()));
        }
        int silentCount = config.silentObjects() + (nothingVisible ? config.soundingObjects() : 0);
        while (silent.size() < silentCount) {
            boolean silentOnly = Dice.chance(random, config.silentOnlyProbability());
            List<String> from = silentOnly && !silentClasses.isEmpty() ? silentClasses : soundingClasses;
            if (taken.containsAll(from)) {
                from = silentClasses;
            }
            if (from.isEmpty()) {
                break; // every class is heard already: a silent thing of one of them would be a twin nobody asked for
            }
            silent.add(fresh(from, taken, random));
        }
        List<String> classes = new ArrayList<>(sounding);
        classes.addAll(silent);
        List<Boolean> sounds = new ArrayList<>(Collections.nCopies(sounding.size(), true));
        sounds.addAll(Collections.nCopies(silent.size(), false));
        // One order for both: the sounding thing is as often in front as behind.
        long order = random.nextLong();
        Collections.shuffle(classes, new Random(order));
        Collections.shuffle(sounds, new Random(order));
        return new Cast(classes, sounds, outside);
    }

    /** A class not in {@code taken} while there is one; it is added there. */
    private static String fresh(List<String> from, Set<String> taken, RandomGenerator random) {
        List<String> left = from.stream().filter(name -> !taken.contains(name)).toList();
        String name = Dice.pick(random, left.isEmpty() ? from : left);
        taken.add(name);
        return name;
    }

    private List<Actor> place(Cast cast, long index) {
        List<Actor> actors = new ArrayList<>();
        List<double[]> halves = new ArrayList<>();
        double shortSide = Math.min(config.width(), config.height());
        for (int i = 0; i < cast.classes.size(); i++) {
            // Where one sees who plays, things of one class look the same: nothing else may tell them apart.
            int alike = config.playing() == Playing.UNSEEN ? i : cast.classes.indexOf(cast.classes.get(i));
            RandomGenerator random = Dice.of(config.seed(), index, 100 + alike);
            Look look = source.look(cast.classes.get(i), random);
            Sprite.Pose pose = new Sprite.Pose(
                    source.largestTurn() * Dice.between(random, -1, 1),
                    random.nextBoolean(),
                    Dice.octaves(random, 0.85, 1.18));
            double sketchScale = 24;
            Sprite sketch = Sprite.paint(look, pose, sketchScale);
            double boxWidth = Math.max(0.1, sketch.boxWidth() / sketchScale);
            double boxHeight = Math.max(0.1, sketch.boxHeight() / sketchScale);
            double size = Dice.between(random, config.sizeLow(), config.sizeHigh());
            double unit = Math.min(
                    size / Math.sqrt(boxWidth * boxHeight),
                    Math.max(size, LONGEST_SIDE) / Math.max(boxWidth, boxHeight));
            double[] half = {
                0.5 * boxWidth * unit * shortSide / config.width(), 0.5 * boxHeight * unit * shortSide / config.height()
            };
            RandomGenerator path = alike == i ? random : Dice.of(config.seed(), index, 300 + i);
            Motion motion = freeMotion(actors, halves, half, path);
            halves.add(half);
            actors.add(
                    new Actor(cast.classes.get(i), cast.sounding.get(i), look, pose, unit, motion, Optional.empty()));
        }
        return actors;
    }

    /** Of some random paths the first that keeps clear of the others, or the one that overlaps them least. */
    private Motion freeMotion(List<Actor> others, List<double[]> halves, double[] half, RandomGenerator random) {
        Motion best = Motion.drawn(random, half[0], half[1], config.motion());
        double least = worstOverlap(best, half, others, halves);
        for (int attempt = 1; attempt < PLACEMENTS && least > OVERLAP_LIMIT; attempt++) {
            Motion motion = Motion.drawn(random, half[0], half[1], config.motion());
            double overlap = worstOverlap(motion, half, others, halves);
            if (overlap < least) {
                least = overlap;
                best = motion;
            }
        }
        return best;
    }

    private double worstOverlap(Motion motion, double[] half, List<Actor> others, List<double[]> halves) {
        double worst = 0;
        for (int i = 0; i < others.size(); i++) {
            for (int step = 0; step <= 4; step++) {
                double t = config.clipSeconds() * step / 4;
                Box mine = boxAt(motion, half, t);
                Box other = boxAt(others.get(i).motion(), halves.get(i), t);
                worst = Math.max(worst, mine.overlap(other) / Math.min(mine.area(), other.area()));
            }
        }
        return worst;
    }

    private static Box boxAt(Motion motion, double[] half, double t) {
        double x = motion.x().at(t);
        double y = motion.y().at(t);
        return new Box(x - half[0], y - half[1], x + half[0], y + half[1]);
    }

    private Backdrop backdrop(String soundingClass, RandomGenerator random) {
        if (config.backdrop() == BackdropStyle.SOURCE) {
            Optional<Backdrop> own = source.backdropOf(soundingClass, random);
            if (own.isPresent()) {
                return own.get();
            }
        }
        return DrawnBackdrops.drawn(config.backdrop(), random);
    }

    private SoundPlan soundPlan(Cast cast, long index) {
        RandomGenerator random = Dice.of(config.seed(), index, 3);
        List<SoundPlan.Voice> voices = new ArrayList<>();
        double seconds = config.clipSeconds();
        for (int i = 0; i < cast.classes.size(); i++) {
            if (cast.sounding.get(i)) {
                double start = 0;
                double end = seconds;
                if (Dice.chance(random, config.partTimeProbability())) {
                    double silent = seconds * Dice.between(random, 0.25, 0.6);
                    start = random.nextBoolean() ? silent : 0;
                    end = start > 0 ? seconds : seconds - silent;
                }
                double gain = Dice.between(random, -3, 3);
                voices.add(new SoundPlan.Voice(i, cast.classes.get(i), random.nextLong(), gain, start, end));
            }
        }
        return soundPlan(voices, cast.offScreen, random);
    }

    private SoundPlan soundPlan(List<SoundPlan.Voice> voices, Optional<String> offScreen, RandomGenerator random) {
        double seconds = config.clipSeconds();
        offScreen.ifPresent(name -> {
            double gain = Dice.between(random, -12, -3);
            voices.add(new SoundPlan.Voice(SoundPlan.OFF_SCREEN, name, random.nextLong(), gain, 0, seconds));
        });
        return new SoundPlan(
                source,
                (int) Math.round(seconds * Sound.SAMPLE_RATE_HZ),
                voices,
                Dice.between(random, -34, -22),
                Dice.between(random, config.snrLowDb(), config.snrHighDb()),
                random.nextLong());
    }
}
