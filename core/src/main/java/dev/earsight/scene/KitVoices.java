package dev.earsight.scene;

import java.util.random.RandomGenerator;

/** How a drum kit sounds, one part struck at a time, and a maraca. */
final class KitVoices {
    private static final double TAIL_SECONDS = 1;
    private static final int PARTS = Kit.PARTS.size();

    private KitVoices() {}

    /** Beads that fly against the wall whenever it turns round. */
    static void maraca(Tape tape) {
        double gap = tape.octaves(0.12, 0.32);
        double color = tape.octaves(2500, 7500);
        double decay = tape.octaves(0.012, 0.04);
        double back = tape.vary(0.4, 1);
        int shakes = 0;
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.93, 1.07)) {
            double strength = (shakes++ % 2 == 0 ? 1 : back) * tape.vary(0.8, 1);
            tape.note(t, strength, decay);
            tape.burst(t, color, 1.2, decay, strength);
            tape.burst(t, color * 1.7, 2, 0.4 * decay, 0.5 * strength);
        }
    }

    /** Struck parts in runs of a few strokes each; {@link Note#part} says which. */
    static Performance play(int sampleCount, RandomGenerator random) {
        int skipped = (int) (Dice.between(random, 0.5, 1.5) * Tape.RATE);
        Tape tape = new Tape(sampleCount + skipped + (int) (TAIL_SECONDS * Tape.RATE), random);
        Timbres timbres = Timbres.drawn(tape);
        double gap = tape.octaves(0.2, 0.42);
        int part = tape.count(0, PARTS - 1);
        int left = tape.count(1, 5);
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.93, 1.07)) {
            if (left-- == 0) {
                part = (part + tape.count(1, PARTS - 1)) % PARTS;
                left = tape.count(1, 4);
            }
            timbres.strike(tape, part, t, tape.vary(0.65, 1));
        }
        return PlayedThings.cut(tape, skipped, sampleCount);
    }

    /**
     * One kit's parts.
     *
     * @param kick pitch of the kick, in Hz
     * @param tom pitch of the tom
     * @param snare pitch of the snare's skin
     * @param wires color of the snare's wires
     * @param hat color of the hi-hat
     * @param cymbal color of the cymbal
     * @param tomDecaySeconds of the tom
     * @param cymbalDecaySeconds of the cymbal
     */
    private record Timbres(
            double kick,
            double tom,
            double snare,
            double wires,
            double hat,
            double cymbal,
            double tomDecaySeconds,
            double cymbalDecaySeconds) {
        static Timbres drawn(Tape tape) {
            return new Timbres(
                    tape.octaves(45, 75),
                    tape.octaves(100, 190),
                    tape.octaves(180, 280),
                    tape.octaves(2000, 4500),
                    tape.octaves(6500, 9500),
                    tape.octaves(3500, 6500),
                    tape.octaves(0.1, 0.22),
                    tape.octaves(0.25, 0.6));
        }

        void strike(Tape tape, int part, double t, double strength) {
            switch (Kit.PARTS.get(part)) {
                case "kick" -> {
                    tape.note(t, strength, 0.12, part);
                    tape.ring(t, kick, 0.12, 1.6 * strength);
                    tape.ring(t, 1.7 * kick, 0.03, 1.2 * strength);
                    tape.burst(t, 1200, 0.8, 0.006, 0.8 * strength);
                }
                case "tom" -> {
                    tape.note(t, strength, tomDecaySeconds, part);
                    tape.ring(t, tom, tomDecaySeconds, strength);
                    tape.ring(t, 1.594 * tom, 0.6 * tomDecaySeconds, 0.6 * strength);
                    tape.ring(t, 2.136 * tom, 0.4 * tomDecaySeconds, 0.4 * strength);
                    tape.burst(t, 900, 0.8, 0.01, 0.5 * strength);
                }
                case "snare" -> {
                    tape.note(t, strength, 0.08, part);
                    tape.ring(t, snare, 0.06, 0.7 * strength);
                    tape.ring(t, 1.6 * snare, 0.04, 0.4 * strength);
                    tape.burst(t, wires, 0.7, 0.08, 1.4 * strength);
                }
                case "hi-hat" -> {
                    tape.note(t, strength, 0.035, part);
                    tape.burst(t, hat, 1.5, 0.035, 1.3 * strength);
                    tape.burst(t, 0.7 * hat, 4, 0.02, 0.6 * strength);
                }
                default -> {
                    tape.note(t, strength, cymbalDecaySeconds, part);
                    tape.burst(t, cymbal, 0.8, cymbalDecaySeconds, 0.8 * strength);
                    for (double ratio : new double[] {0.21, 0.34, 0.47, 0.83}) {
                        tape.ring(t, cymbal * ratio, cymbalDecaySeconds, 0.12 * strength);
                    }
                }
            }
        }
    }
}
