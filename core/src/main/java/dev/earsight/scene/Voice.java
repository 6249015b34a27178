package dev.earsight.scene;

/**
 * Synthesizes one class's sound onto the whole of a tape; each call with other random numbers is another instance. What it
 * plays repeats at least every 0.9 seconds.
 */
@FunctionalInterface
interface Voice {
    void play(Tape tape);
}
