package dev.earsight.scene;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Things that are drawn and synthesized: no file is needed. Sixteen classes sound, eight never do.
 *
 * <p>Every instance differs in shape, texture, colors, pitch, timbre and tempo. Colors come from one distribution for all
 * classes, and every sound passes a random low-pass and a random room, so that no mean color, level or bandwidth names a
 * class: shape and the course of the sound do.
 */
public final class ProceduralThings implements ThingSource {
    private static final int VERSION = 1;

    static final Map<String, Painter> SOUNDING_LOOKS = new TreeMap<>(Map.ofEntries(
            Map.entry("bell", InstrumentLooks::bell),
            Map.entry("bird", AnimalLooks::bird),
            Map.entry("clock", MachineLooks::clock),
            Map.entry("cricket", AnimalLooks::cricket),
            Map.entry("drum", InstrumentLooks::drum),
            Map.entry("engine", MachineLooks::engine),
            Map.entry("flute", InstrumentLooks::flute),
            Map.entry("guitar", InstrumentLooks::guitar),
            Map.entry("horn", InstrumentLooks::horn),
            Map.entry("kettle", MachineLooks::kettle),
            Map.entry("phone", MachineLooks::phone),
            Map.entry("rain", MachineLooks::rain),
            Map.entry("siren", MachineLooks::siren),
            Map.entry("spring", MachineLooks::spring),
            Map.entry("whistle", InstrumentLooks::whistle),
            Map.entry("xylophone", InstrumentLooks::xylophone)));

    static final Map<String, Voice> VOICES = new TreeMap<>(Map.ofEntries(
            Map.entry("bell", InstrumentVoices::bell),
            Map.entry("bird", AnimalVoices::bird),
            Map.entry("clock", MachineVoices::clock),
            Map.entry("cricket", AnimalVoices::cricket),
            Map.entry("drum", InstrumentVoices::drum),
            Map.entry("engine", MachineVoices::engine),
            Map.entry("flute", InstrumentVoices::flute),
            Map.entry("guitar", InstrumentVoices::guitar),
            Map.entry("horn", InstrumentVoices::horn),
            Map.entry("kettle", MachineVoices::kettle),
            Map.entry("phone", MachineVoices::phone),
            Map.entry("rain", MachineVoices::rain),
            Map.entry("siren", MachineVoices::siren),
            Map.entry("spring", MachineVoices::spring),
            Map.entry("whistle", InstrumentVoices::whistle),
            Map.entry("xylophone", InstrumentVoices::xylophone)));

    static final Map<String, Painter> SILENT_LOOKS = new TreeMap<>(Map.of(
            "ball", SilentLooks::ball,
            "chair", SilentLooks::chair,
            "kite", SilentLooks::kite,
            "mug", SilentLooks::mug,
            "parcel", SilentLooks::parcel,
            "plant", SilentLooks::plant,
            "star", SilentLooks::star,
            "umbrella", SilentLooks::umbrella));

    @Override
    public List<String> soundingClasses() {
        return List.copyOf(VOICES.keySet());
    }

    @Override
    public List<String> silentClasses() {
        return List.copyOf(SILENT_LOOKS.keySet());
    }

    @Override
    public Look look(String className, RandomGenerator random) {
        Painter painter = SOUNDING_LOOKS.getOrDefault(className, SILENT_LOOKS.get(className));
        if (painter == null) {
            throw new IllegalArgumentException("There is no drawn thing '" + className + "'");
        }
        return new DrawnLook(painter, random.nextLong(), Brush.NOT_PLAYED);
    }

    @Override
    public float[] sound(String className, int sampleCount, RandomGenerator random) {
        Voice voice = VOICES.get(className);
        if (voice == null) {
            throw new IllegalArgumentException("There is no synthesized sound '" + className + "'");
        }
        // A random start cut off the front, so that clips begin anywhere in the rhythm, notes already ringing.
        int skipped = (int) (Dice.between(random, 0.5, 1.5) * Tape.RATE);
        Tape tape = new Tape(sampleCount + skipped, random);
        voice.play(tape);
        SoundColor.drawn(random).apply(tape.samples);
        float[] sound = new float[sampleCount];
        System.arraycopy(tape.samples, skipped, sound, 0, sampleCount);
        return sound;
    }

    @Override
    public Optional<Backdrop> backdrop(RandomGenerator random) {
        return Optional.empty();
    }

    @Override
    public double largestTurn() {
        return 0.45;
    }

    @Override
    public String fingerprint() {
        return "procedural " + VERSION;
    }
}
