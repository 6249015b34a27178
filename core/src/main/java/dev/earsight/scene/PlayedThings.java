package dev.earsight.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Drawn things that are seen being played: those of {@link ProceduralThings} to which a motion belongs, a maraca, and a drum kit
 * with its parts. Sound and motion come from the same notes, exact to the sample.
 *
 * <p>Struck: bell, drum, xylophone. Plucked: guitar. Shaken: clock (its pendulum), maraca, phone (its handset). Open as a mouth
 * does: bird, cricket (its legs), flute, horn, kettle (its lid), whistle. Jerked: spring and the parts of the kit. Engine,
 * rain and siren sound on and on, so nothing of them is to be seen.
 */
public final class PlayedThings implements ThingSource {
    /** The class of a whole kit's sound. */
    static final String KIT = "drum-kit";

    private static final double TAIL_SECONDS = 1;
    private static final int DRAWS = 20;
    private static final double SMALLEST_MOTION = 0.4;
    private static final double REST_POSE = 0.5;

    private static final Map<String, Manner> MANNERS = new TreeMap<>(Map.ofEntries(
            Map.entry("bell", Manner.STRUCK),
            Map.entry("bird", Manner.MOUTH),
            Map.entry("clock", Manner.SHAKEN),
            Map.entry("cricket", Manner.MOUTH),
            Map.entry("drum", Manner.STRUCK),
            Map.entry("flute", Manner.MOUTH),
            Map.entry("guitar", Manner.PLUCKED),
            Map.entry("horn", Manner.MOUTH),
            Map.entry("kettle", Manner.MOUTH),
            Map.entry("maraca", Manner.SHAKEN),
            Map.entry("phone", Manner.SHAKEN),
            Map.entry("spring", Manner.JERKED),
            Map.entry("whistle", Manner.MOUTH),
            Map.entry("xylophone", Manner.STRUCK)));

    private static final Map<String, Painter> MORE_LOOKS = new TreeMap<>(Map.of(
            "maraca", KitLooks::maraca,
            "kick", KitLooks::kick,
            "tom", KitLooks::tom,
            "cymbal", KitLooks::cymbal,
            "hi-hat", KitLooks::hiHat,
            "snare", KitLooks::snare));

    private final ProceduralThings others = new ProceduralThings();

    @Override
    public List<String> soundingClasses() {
        return List.copyOf(MANNERS.keySet());
    }

    @Override
    public List<String> silentClasses() {
        return others.silentClasses();
    }

    /** How a class moves when it is played; empty for things that never sound. */
    Optional<Manner> manner(String className) {
        return Optional.ofNullable(MANNERS.get(className));
    }

    @Override
    public Look look(String className, RandomGenerator random) {
        Painter painter = MORE_LOOKS.getOrDefault(className, ProceduralThings.SOUNDING_LOOKS.get(className));
        return painter == null ? others.look(className, random) : new DrawnLook(painter, random.nextLong(), REST_POSE);
    }

    @Override
    public float[] sound(String className, int sampleCount, RandomGenerator random) {
        return className.equals(KIT)
                ? KitVoices.play(sampleCount, random).samples()
                : performance(className, sampleCount, random).samples();
    }

    /** One instance's sound and its notes; drawn again while it hardly moves, as where a tone is held throughout. */
    Performance performance(String className, int sampleCount, RandomGenerator random) {
        Manner manner = manner(className)
                .orElseThrow(() -> new IllegalArgumentException("Nobody can play '" + className + "'"));
        Performance drawn = drawn(className, sampleCount, random);
        for (int i = 1; i < DRAWS && !moves(manner.curve(drawn), sampleCount); i++) {
            drawn = drawn(className, sampleCount, random);
        }
        return drawn;
    }

    private static Performance drawn(String className, int sampleCount, RandomGenerator random) {
        // As ProceduralThings does, and a while longer, so that what comes after the clip is on its way at its end.
        int skipped = (int) (Dice.between(random, 0.5, 1.5) * Tape.RATE);
        Tape tape = new Tape(sampleCount + skipped + (int) (TAIL_SECONDS * Tape.RATE), random);
        ProceduralThings.VOICES.getOrDefault(className, KitVoices::maraca).play(tape);
        return cut(tape, skipped, sampleCount);
    }

    /** What is left of a tape when its beginning and end are cut off and it has passed through the air. */
    static Performance cut(Tape tape, int skippedSamples, int sampleCount) {
        SoundColor.drawn(tape.random).apply(tape.samples);
        float[] sound = new float[sampleCount];
        System.arraycopy(tape.samples, skippedSamples, sound, 0, sampleCount);
        List<Note> notes = new ArrayList<>();
        tape.notes().forEach(note -> notes.add(note.earlierBy(skippedSamples)));
        return new Performance(sound, notes);
    }

    private static boolean moves(PoseCurve curve, int sampleCount) {
        double lowest = 1;
        double highest = 0;
        for (double t = 0; t < sampleCount / Tape.RATE; t += 0.02) {
            lowest = Math.min(lowest, curve.at(t));
            highest = Math.max(highest, curve.at(t));
        }
        return highest - lowest >= SMALLEST_MOTION;
    }

    @Override
    public Optional<Backdrop> backdrop(RandomGenerator random) {
        return Optional.empty();
    }

    @Override
    public double largestTurn() {
        return others.largestTurn();
    }

    @Override
    public String fingerprint() {
        return "played 1, " + others.fingerprint();
    }
}
