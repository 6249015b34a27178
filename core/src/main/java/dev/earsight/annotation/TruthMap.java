package dev.earsight.annotation;

/**
 * How much each pixel belongs to what sounds, 0 to 1: the {@code g} of consensus intersection over union.
 *
 * @param values row-major, {@value PixelBox#SIDE} by {@value PixelBox#SIDE}; shared, not copied
 * @param sum of all values
 * @param pixels how many values are above zero
 */
@SuppressWarnings("ArrayRecordComponent") // made for one item at a time, never compared
public record TruthMap(float[] values, double sum, int pixels) {
    /** Pixels of the square. */
    public static final int SIZE = PixelBox.SIDE * PixelBox.SIDE;

    /** Draws an item's boxes. */
    public static TruthMap of(AnnotatedItem item) {
        float[] values = new float[SIZE];
        float perBox = item.overlap() == Overlap.CONSENSUS ? 0.5f : 1;
        for (PixelBox box : item.boxes()) {
            for (int y = box.y0(); y < box.y1(); y++) {
                for (int x = box.x0(); x < box.x1(); x++) {
                    int at = y * PixelBox.SIDE + x;
                    values[at] = Math.min(1, values[at] + perBox);
                }
            }
        }
        return of(values);
    }

    /** From values given. */
    public static TruthMap of(float[] values) {
        if (values.length != SIZE) {
            throw new IllegalArgumentException("A truth map of " + values.length + " pixels");
        }
        double sum = 0;
        int pixels = 0;
        for (float value : values) {
            sum += value;
            pixels += value > 0 ? 1 : 0;
        }
        return new TruthMap(values, sum, pixels);
    }
}
