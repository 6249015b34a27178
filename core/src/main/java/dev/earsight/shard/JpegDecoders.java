package dev.earsight.shard;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** JPEG decoders for any number of threads: each takes a free one, and only as many exist as were ever busy at once. */
final class JpegDecoders implements AutoCloseable {
    private final ConcurrentLinkedQueue<JpegCodec> free = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    RgbImage decode(byte[] jpeg) {
        JpegCodec codec = free.poll();
        if (codec == null) {
            codec = new JpegCodec();
        }
        try {
            return codec.decode(jpeg, 0, jpeg.length);
        } finally {
            free.add(codec);
            if (closed) {
                close();
            }
        }
    }

    /** Frees the decoders; one that is busy is freed when it is done. */
    @Override
    public void close() {
        closed = true;
        for (JpegCodec codec = free.poll(); codec != null; codec = free.poll()) {
            codec.close();
        }
    }
}
