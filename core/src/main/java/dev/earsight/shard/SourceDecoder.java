package dev.earsight.shard;

import dev.earsight.media.RgbImage;
import dev.earsight.resume.UnusableSourceException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One media file being decoded, frames and sound each from the same moment on. The implementation is named on a worker's
 * command line, so that tests can put one there that hangs or takes its process down.
 */
interface SourceDecoder extends AutoCloseable {
    /** How a worker opens files; has a constructor without arguments, which may load native libraries. */
    interface Opener {
        /** Opens {@code file} for frames scaled to a short side of {@code shortSidePixels}. */
        SourceDecoder open(Path file, int shortSidePixels) throws UnusableSourceException;
    }

    /** How long the file claims to last, where it does. */
    OptionalDouble declaredSeconds();

    /** How many damaged packets were passed over so far. */
    int damagedPackets();

    /** The next frame of the 25 frames-per-second grid; empty at the end. The same object where the picture has not changed. */
    Optional<RgbImage> nextFrame() throws UnusableSourceException;

    /** Reads up to {@code count} mono 48 kHz samples; fewer than asked, down to 0, only at the end. */
    int readSound(float[] into, int offset, int count) throws UnusableSourceException;

    @Override
    void close();
}
