package dev.earsight.embed;

import dev.earsight.clip.ImagePlanes;
import dev.earsight.clip.PictureInput;
import dev.earsight.clip.View;
import dev.earsight.media.RgbImage;
import java.util.Collections;
import java.util.List;

/** Makes of the pictures around a moment what a network is shown of it, whole and as they are. For one thread at a time. */
public final class PictureWindow {
    private final PictureInput input;
    private final ImagePlanes planes = new ImagePlanes();

    /** For networks that are shown {@code input}. */
    public PictureWindow(PictureInput input) {
        this.input = input;
    }

    /**
     * The planes of a moment.
     *
     * @param pictures {@link PictureInput#reach} pictures before it, its own, and as many after it, all of one size
     * @return {@code (C, S, S)}
     */
    public float[] of(List<RgbImage> pictures) {
        if (pictures.size() != 2 * input.reach() + 1) {
            throw new IllegalArgumentException(pictures.size() + " pictures do not show " + input);
        }
        float[] values = new float[input.size()];
        int pixels = input.side() * input.side();
        int first = input.reach() - input.frames() / 2;
        for (int i = 0; i < input.frames(); i++) {
            RgbImage picture = pictures.get(first + i);
            planes.render(picture, View.whole(picture), input.side(), values, 3 * i * pixels);
        }
        return values;
    }

    /** The planes of a still picture, around which nothing moves. */
    public float[] still(RgbImage picture) {
        return of(Collections.nCopies(2 * input.reach() + 1, picture));
    }
}
