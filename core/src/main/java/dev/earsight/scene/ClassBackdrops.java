package dev.earsight.scene;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The things of another source, each class always before the same drawn backdrop: a cue beside the thing itself, from which a
 * network can tell what sounds without looking at it. Only for experiments about such cues.
 */
public final class ClassBackdrops implements ThingSource {
    private final ThingSource things;

    /** The things of {@code things} before backdrops that depend on their classes' names alone. */
    public ClassBackdrops(ThingSource things) {
        this.things = things;
    }

    @Override
    public Optional<Backdrop> backdropOf(String soundingClass, RandomGenerator random) {
        return Optional.of(DrawnBackdrops.drawn(BackdropStyle.ANY, Dice.of(soundingClass.hashCode(), 0, 7)));
    }

    @Override
    public Optional<Backdrop> backdrop(RandomGenerator random) {
        return things.backdrop(random);
    }

    @Override
    public List<String> soundingClasses() {
        return things.soundingClasses();
    }

    @Override
    public List<String> silentClasses() {
        return things.silentClasses();
    }

    @Override
    public Look look(String className, RandomGenerator random) {
        return things.look(className, random);
    }

    @Override
    public float[] sound(String className, int sampleCount, RandomGenerator random) {
        return things.sound(className, sampleCount, random);
    }

    @Override
    public double largestTurn() {
        return things.largestTurn();
    }

    @Override
    public String fingerprint() {
        return "class backdrops, " + things.fingerprint();
    }
}
