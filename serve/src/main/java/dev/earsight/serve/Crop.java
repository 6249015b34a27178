package dev.earsight.serve;

import dev.earsight.media.RgbImage;

/** A part of a picture, in fractions of its width and height. */
record Crop(double x0, double y0, double x1, double y1) {
    Crop {
        if (!(x0 >= 0 && y0 >= 0 && x1 <= 1 && y1 <= 1 && x0 < x1 && y0 < y1)) {
            throw Problem.badRequest("'box' is x0,y0,x1,y1: fractions of the picture from the top left, the first pair "
                    + "left and above the second.");
        }
    }

    /** As it is written: {@code x0,y0,x1,y1}. */
    static Crop parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            return parts.length == 4
                    ? new Crop(number(parts[0]), number(parts[1]), number(parts[2]), number(parts[3]))
                    : new Crop(1, 1, 0, 0);
        } catch (NumberFormatException e) {
            return new Crop(1, 1, 0, 0);
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip());
    }

    /** The part, at least a pixel of it. */
    RgbImage of(RgbImage picture) {
        int left = (int) Math.min(picture.width() - 1, Math.floor(x0 * picture.width()));
        int top = (int) Math.min(picture.height() - 1, Math.floor(y0 * picture.height()));
        int width = Math.max(1, (int) Math.ceil(x1 * picture.width()) - left);
        int height = Math.max(1, (int) Math.ceil(y1 * picture.height()) - top);
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(picture.rgb(), 3 * ((top + y) * picture.width() + left), rgb, 3 * width * y, 3 * width);
        }
        return new RgbImage(width, height, rgb);
    }
}
