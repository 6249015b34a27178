package dev.earsight.scene;

import dev.earsight.EarsightException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures read from files, no larger than needed, the last used ones kept. */
final class PictureShelf {
    private final int largestSide;
    private final RecentlyUsed<Path, BufferedImage> kept;

    /** Pictures are scaled down until the long side is under twice {@code largestSide}. */
    PictureShelf(int largestSide, long bytes) {
        this.largestSide = largestSide;
        this.kept = new RecentlyUsed<>(bytes, image -> 4L * image.getWidth() * image.getHeight());
    }

    /** The picture, of type {@code TYPE_INT_ARGB_PRE}; must not be painted on. */
    BufferedImage picture(Path file) {
        return kept.computeIfAbsent(file, this::read);
    }

    private BufferedImage read(Path file) {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers throw all sorts of things on damaged files.
            throw new EarsightException(file + " is not a picture that can be read (" + e.getMessage() + ").", e);
        }
        if (image == null) {
            throw new EarsightException(file + " is not a picture of a known kind; use png or jpg.");
        }
        BufferedImage picture = redrawn(image, image.getWidth(), image.getHeight());
        while (Math.max(picture.getWidth(), picture.getHeight()) >= 2 * largestSide) {
            picture = halved(picture);
        }
        return picture;
    }

    static BufferedImage halved(BufferedImage image) {
        return redrawn(image, Math.max(1, image.getWidth() / 2), Math.max(1, image.getHeight() / 2));
    }

    private static BufferedImage redrawn(BufferedImage image, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return drawn;
    }
}
