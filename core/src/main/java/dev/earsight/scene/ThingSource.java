package dev.earsight.scene;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where a scene takes its things from: for each class any number of looks and sounds. The same random numbers give the
 * same thing; implementations may be used from several threads at once.
 */
public interface ThingSource {
    /** Names of the classes that have both looks and sounds, sorted. */
    List<String> soundingClasses();

    /** Names of the classes that have looks only, sorted. */
    List<String> silentClasses();

    /** One instance of a class (sounding or silent), drawn at random. */
    Look look(String className, RandomGenerator random);

    /**
     * One instance's sound: {@code sampleCount} mono samples at 48 kHz of no particular level. There is something to be
     * heard in every second of it.
     */
    float[] sound(String className, int sampleCount, RandomGenerator random);

    /** A backdrop of the source's own, drawn at random; empty when the source has none. */
    Optional<Backdrop> backdrop(RandomGenerator random);

    /** A backdrop for a scene in which {@code soundingClass} sounds; as a rule the class has no say in it. */
    default Optional<Backdrop> backdropOf(String soundingClass, RandomGenerator random) {
        return backdrop(random);
    }

    /** How far, in radians, a thing may be turned from how it was drawn without looking odd. */
    double largestTurn();

    /** Says in one line what the things are made of, so that clips made from other things can be told apart. */
    String fingerprint();
}
