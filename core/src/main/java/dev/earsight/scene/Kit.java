package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A drum kit in a scene: its parts as things, and a stick that goes from one to the next.
 *
 * @param parts the things, in the order of {@link #PARTS}
 * @param stick what strikes them, where it is to be seen; it is no thing of its own in the truth
 */
record Kit(List<Actor> parts, Optional<Stick> stick) {
    /** Classes of the parts, from back to front; {@link Note#part} counts them. */
    static final List<String> PARTS = List.of("kick", "tom", "cymbal", "hi-hat", "snare");

    /** Middle to the right and down, and size, in fractions of the picture's short side. */
    private static final double[][] LAYOUT = {
        {0.03, 0.15, 0.36}, {-0.1, -0.22, 0.22}, {0.42, -0.17, 0.3}, {-0.47, -0.03, 0.28}, {-0.32, 0.25, 0.24}
    };

    private static final double HALF_WIDTH = 0.62;
    private static final double HALF_HEIGHT = 0.42;

    /** The kit that plays {@code performance}, which is as long as the clip. */
    static Kit drawn(SceneConfig config, PlayedThings things, Performance performance, RandomGenerator random) {
        double shortSide = Math.min(config.width(), config.height());
        double fits = Math.min(
                config.width() / (2 * HALF_WIDTH * shortSide), config.height() / (2 * HALF_HEIGHT * shortSide));
        double scale = Math.min(fits, Dice.between(random, config.sizeLow(), config.sizeHigh()) / 0.33);
        boolean mirrored = random.nextBoolean();
        Motion whole = Motion.drawn(
                random,
                HALF_WIDTH * scale * shortSide / config.width(),
                HALF_HEIGHT * scale * shortSide / config.height(),
                config.motion());
        List<Actor> parts = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (int part = 0; part < PARTS.size(); part++) {
            Look look = things.look(PARTS.get(part), random);
            Sprite.Pose pose = new Sprite.Pose(0, mirrored, Dice.octaves(random, 0.93, 1.08));
            double sketchScale = 24;
            Sprite sketch = Sprite.paint(look, pose, sketchScale);
            double boxWidth = sketch.boxWidth() / sketchScale;
            double boxHeight = sketch.boxHeight() / sketchScale;
            double unit = scale * LAYOUT[part][2] / Math.sqrt(boxWidth * boxHeight);
            double right = scale * (LAYOUT[part][0] + Dice.between(random, -0.03, 0.03)) * (mirrored ? -1 : 1);
            double down = scale * (LAYOUT[part][1] + Dice.between(random, -0.03, 0.03));
            Motion motion = whole.movedStiffly(right * shortSide / config.width(), down * shortSide / config.height());
            Performance own = new Performance(performance.samples(), performance.of(part));
            Acting acting = new Acting(Manner.JERKED.curve(own), performance.events(part));
            parts.add(new Actor(
                    PARTS.get(part), !acting.events().isEmpty(), look, pose, unit, motion, Optional.of(acting)));
            heights.add(boxHeight * unit);
        }
        if (config.playing() == Playing.KIT_WITHOUT_STICK) {
            return new Kit(parts, Optional.empty());
        }
        Color color = Color.getHSBColor(random.nextFloat(), (float) Dice.between(random, 0, 0.6), random.nextFloat());
        return new Kit(parts, Optional.of(new Stick(performance.notes(), List.copyOf(parts), heights, color)));
    }

    /** The scene's sound, all parts on one tape, so that they are as loud against each other as they were struck. */
    static Performance performance(SceneConfig config, long seed) {
        int samples = (int) Math.round(config.clipSeconds() * Sound.SAMPLE_RATE_HZ);
        return KitVoices.play(samples, Dice.of(seed, 0, 0));
    }
}
