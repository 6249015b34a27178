package dev.earsight.microphones;

import java.util.List;

/** A way to find where sounds come from. */
public sealed interface SourceSearch permits SteeredResponse, SubspaceSearch {
    /**
     * The most likely sources, strongest first; none in digital silence.
     *
     * @param count at most so many
     */
    List<SoundSource> find(CrossSpectra spectra, int count);
}
