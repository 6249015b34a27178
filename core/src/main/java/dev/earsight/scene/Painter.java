package dev.earsight.scene;

/** Paints one class of drawn things; each call with other random numbers paints another instance. */
@FunctionalInterface
interface Painter {
    void paint(Brush brush);
}
