package dev.earsight.embed;

import dev.earsight.clip.FlowPlanes;
import dev.earsight.clip.ImagePlanes;
import dev.earsight.clip.PictureInput;
import dev.earsight.clip.View;
import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of the pictures around a moment what a network is shown of it, whole and as they are. Flow is found where the network
 * sees it; what was found between two pictures is kept while they stay in sight. For one thread at a time.
 */
public final class PictureWindow {
    private final PictureInput input;
    private final FlowEstimator flow;
    private final ImagePlanes planes = new ImagePlanes();
    private final FlowPlanes flowPlanes = new FlowPlanes();
    private Map<RgbImage, FlowField> found = new IdentityHashMap<>();

    /** For networks that are shown {@code input}; {@code flow} stays the caller's to close. */
    public PictureWindow(PictureInput input, FlowEstimator flow) {
        this.input = input;
        this.flow = flow;
    }

    /** How many pictures {@link #of} takes. */
    private int pictures() {
        return input.framesBefore() + 1 + input.framesAfter();
    }

    /**
     * The planes of a moment.
     *
     * @param pictures {@link PictureInput#framesBefore} pictures before it, its own, and {@link PictureInput#framesAfter} after
     *     it, all of one size
     * @return {@code (C, S, S)}
     */
    public float[] of(List<RgbImage> pictures) {
        if (pictures.size() != pictures()) {
            throw new IllegalArgumentException(pictures.size() + " pictures do not show " + input);
        }
        int side = input.side();
        float[] values = new float[input.size()];
        for (int i = 0; i < input.frames(); i++) {
            RgbImage picture = pictures.get(i);
            planes.render(picture, View.whole(picture), side, values, 3 * i * side * side);
        }
        if (input.flowFields() > 0) {
            float[] moved = flowPlanes.whole(flow(pictures), side);
            System.arraycopy(moved, 0, values, 3 * side * side, moved.length);
        }
        return values;
    }

    /** The planes of a still picture, around which nothing moves. */
    public float[] still(RgbImage picture) {
        return of(Collections.nCopies(pictures(), picture));
    }

    private FlowStack flow(List<RgbImage> pictures) {
        Map<RgbImage, FlowField> inSight = new IdentityHashMap<>();
        List<FlowField> fields = new ArrayList<>();
        for (int i = 0; i < input.flowFields(); i++) {
            RgbImage earlier = pictures.get(i);
            RgbImage later = pictures.get(i + 1);
            FlowField known = found.get(earlier);
            FlowField field;
            if (earlier == later) { // a still picture, or beyond the video's end
                field = FlowField.zero(1, 1);
            } else {
                field = known != null ? known : flow.between(earlier, later);
                inSight.put(earlier, field);
            }
            fields.add(field);
        }
        found = inSight;
        return new FlowStack(fields);
    }
}
