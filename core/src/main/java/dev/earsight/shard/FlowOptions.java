package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How the flow of prepared data is made; one folder has one of these.
 *
 * @param method the estimator's name, such as {@code tvl1}
 * @param shortSidePixels shorter side of the fields kept; they are found on the frames' full size, and kept at that size where
 *     it is smaller
 */
public record FlowOptions(String method, int shortSidePixels) {
    /** Checks the size. */
    public FlowOptions {
        if (shortSidePixels < 16 || shortSidePixels > 4096) {
            throw new EarsightException("The flow's short side must be 16 to 4096 pixels.");
        }
    }

    /** A number that other options do not have. */
    long tag() {
        byte[] hash = Sha256.digest().digest(toString().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }

    /** As a user writes them. */
    String inWords() {
        return "--flow " + method + " --flow-size " + shortSidePixels;
    }

    /** The field at the size kept. */
    FlowField kept(FlowField found) {
        double scale = shortSidePixels / (double) Math.min(found.width(), found.height());
        return scale >= 1
                ? found
                : found.reduced((int) Math.round(found.width() * scale), (int) Math.round(found.height() * scale));
    }
}
