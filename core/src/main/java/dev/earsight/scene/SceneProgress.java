package dev.earsight.scene;

/** Is told how far the writing of scenes has come; called from one thread at a time. */
@FunctionalInterface
public interface SceneProgress {
    /** {@code done} of {@code total} clips are on disk, those kept from before included. */
    void written(int done, int total);
}
