package dev.earsight.serve;

import dev.earsight.media.DecodeOptions;
import dev.earsight.media.MediaInfo;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A media file that was given, found to be within the limits as far as it says itself.
 *
 * @param path where it lies
 * @param info what it says
 */
record GivenMedia(Path path, MediaInfo info) {
    /** Looks into it; what it only pretends is found while it is decoded. */
    static GivenMedia of(Path path, Limits limits) {
        requirePixels(path, limits);
        MediaInfo info = MediaInfo.probe(path, decoding(limits, limits.decodeTime()));
        requirePixels((long) info.width() * info.height(), limits);
        requireDuration(info.durationSeconds(), limits); // NaN, where it does not say, passes
        return new GivenMedia(path, info);
    }

    /** How such files are decoded. */
    static DecodeOptions decoding(Limits limits, Duration time) {
        return new DecodeOptions(1, time, limits.pixels());
    }

    /** Refuses a picture that says it is too large, before anything of it is decoded. */
    static void requirePixels(Path path, Limits limits) {
        headerSize(path).ifPresent(size -> requirePixels((long) size.width * size.height, limits));
    }

    static void requireDuration(double seconds, Limits limits) {
        if (seconds > limits.durationSeconds()) {
            throw new Problem(
                    Problem.Kind.TOO_LONG,
                    String.format(
                            Locale.ROOT,
                            "The file lasts longer than the %.0f seconds this server takes; send a part of it.",
                            limits.durationSeconds()));
        }
    }

    private static void requirePixels(long pixels, Limits limits) {
        if (pixels > limits.pixels()) {
            throw new Problem(
                    Problem.Kind.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "The picture has %.1f million pixels, more than the %.1f million this server takes; send it "
                                    + "smaller.",
                            pixels / 1e6,
                            limits.pixels() / 1e6));
        }
    }

    /** The size in a picture's header; the decoder would only say that something is wrong with one too large for it. */
    private static Optional<Dimension> headerSize(Path path) {
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(new Dimension(reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // readers throw what they like at broken headers; the decoder will tell
        }
    }

    /** The length of its sound or video; 0 where it does not say. */
    double seconds() {
        return Double.isNaN(info.durationSeconds()) ? 0 : info.durationSeconds();
    }
}
