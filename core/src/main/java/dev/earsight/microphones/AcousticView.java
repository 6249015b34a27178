package dev.earsight.microphones;

import dev.earsight.localize.ScoreMap;
import java.util.List;
import java.util.Optional;

/**
 * What a window of sound tells about the picture, by geometry alone.
 *
 * @param responses of the picture's cells, as {@link AcousticMap} gives them
 * @param source the best direction anywhere, in the picture or not; empty where silent, where the channels have no more in common than
 *     noise of their own would, or where fewer than two are usable
 * @param inView whether the picture shows that direction, or any of its cone for a linear array
 * @param faults channels named and, where two others are left, left out
 */
public record AcousticView(
        ScoreMap responses, Optional<SoundSource> source, boolean inView, List<ChannelFault> faults) {
    /** The list is copied. */
    public AcousticView {
        faults = List.copyOf(faults);
    }

    /** How far the best direction stands out, 0 to 1; 0 where there is none. */
    public double confidence() {
        return source.map(SoundSource::confidence).orElse(0.0);
    }
}
