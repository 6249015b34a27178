package dev.earsight.clip;

/**
 * What a network is shown of a moment: a picture, or also what moves around it. Its planes, each {@code side * side} values
 * with rows from the top, are red, green and blue of each frame in order of time, then right and down of each flow field.
 *
 * @param side S, pixels of each side of the square
 * @param frames how many consecutive frames of 25 a second, an odd number, the moment's own in their middle
 * @param flowFields how many consecutive fields of optical flow; the first leads from the moment's frame to the next
 */
public record PictureInput(int side, int frames, int flowFields) {
    /** Checks the sizes. */
    public PictureInput {
        if (side < 1 || frames < 1 || frames % 2 == 0 || flowFields < 0) {
            throw new IllegalArgumentException("A picture input needs a side, an odd number of frames and none "
                    + "or more flow fields, not " + side + ", " + frames + " and " + flowFields);
        }
    }

    /** The moment's own frame alone. */
    public static PictureInput still(int side) {
        return new PictureInput(side, 1, 0);
    }

    /** Planes: {@code 3 frames + 2 flowFields}. */
    public int channels() {
        return 3 * frames + 2 * flowFields;
    }

    /** Numbers in all. */
    public int size() {
        return channels() * side * side;
    }

    /** Frames that are looked at before the moment's own. */
    public int framesBefore() {
        return frames / 2;
    }

    /** Frames that are looked at after the moment's own. */
    public int framesAfter() {
        return Math.max(frames / 2, flowFields);
    }
}
