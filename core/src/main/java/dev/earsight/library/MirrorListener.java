package dev.earsight.library;

/** Told how far vectors have been copied. */
public interface MirrorListener {
    /** Does nothing with it. */
    MirrorListener NONE = (_, _, _, _) -> {};

    /** So many vectors of so many are copied. */
    void progress(long vectorsDone, long vectors, double secondsElapsed, double secondsLeft);
}
