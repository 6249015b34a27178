package dev.earsight.embed;

import dev.earsight.clip.PictureInput;
import dev.earsight.media.FrameSize;
import java.util.Optional;

/** The moment of a sound that a still picture is best asked about. */
public final class LoudestSecond {
    /** Half a second: windows overlap by half, so that a short sound falls whole into one of them. */
    private static final int HOP_FRAMES = 12;

    private LoudestSecond() {}

    /** The moment whose second of sound has the most energy, the first of equals; nothing where there is no sound. */
    public static Optional<Moment> of(MomentReader.Source source) {
        Optional<Moment> loudest = Optional.empty();
        double most = -1;
        try (MomentReader moments =
                MomentReader.open(source, FrameSize.exact(2, 2), HOP_FRAMES, PictureInput.still(1))) {
            for (Optional<Moment> next = moments.next(); next.isPresent(); next = moments.next()) {
                double energy = next.get().sound().map(Moment.Window::energy).orElse(-1.0);
                if (energy > most) {
                    most = energy;
                    loudest = next;
                }
            }
        }
        return loudest;
    }
}
