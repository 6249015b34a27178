package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.earsight.EarsightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * JPEG in memory, for shards of frames. Decoding is FFmpeg's, encoding Java's own (libjpeg: the usual meaning of quality).
 *
 * <p>Measured on two Zen 4 cores shared with other work, a frame of a concert at quality 90, milliseconds per picture: at
 * 170x128 FFmpeg decodes in 0.19 and Java's ImageIO in 0.40, encoding takes 0.95; at 340x256 0.49, 1.45 and 3.1. FFmpeg is
 * that fast because the half-resolution chroma is repeated, not interpolated (0.6 levels of mean absolute error more).
 *
 * <p>One codec per thread.
 */
public final class JpegCodec implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final PictureConverter converter = new PictureConverter(true);
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private BytePointer input = new BytePointer(64 * 1024);
    private boolean closed;

    /** Opens the decoder. */
    public JpegCodec() {
        this(DecodeOptions.DEFAULT.maxPixels());
    }

    /** Opens the decoder, for pictures of no more pixels than that. */
    public JpegCodec(long maxPixels) {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1).max_pixels(maxPixels);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new EarsightException("This build of FFmpeg has no JPEG decoder; use the one the program comes with");
        }
    }

    /** The picture as JPEG; {@code quality} 1 (smallest) to 100 (best). */
    public byte[] encode(RgbImage image, int quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.rgb().length / 8 + 1024);
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(Math.clamp(quality, 1, 100) / 100f);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image.toBufferedImage(), null, null), settings);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.setOutput(null);
        }
        return bytes.toByteArray();
    }

    /**
     * The picture of the JPEG that lies in {@code jpeg} from {@code offset} on, {@code length} bytes long.
     *
     * @throws EarsightException if there is none, or it is cut short
     */
    public RgbImage decode(byte[] jpeg, int offset, int length) {
        int padded = length + AV_INPUT_BUFFER_PADDING_SIZE;
        if (input.capacity() < padded) {
            input.close();
            input = new BytePointer(2L * padded);
        }
        input.position(0).put(jpeg, offset, length);
        input.position(length).put(new byte[AV_INPUT_BUFFER_PADDING_SIZE]);
        input.position(0);
        packet.data(input).size(length);
        int code = avcodec_send_packet(context, packet);
        if (code >= 0) {
            code = avcodec_receive_frame(context, frame);
        }
        if (code < 0) {
            avcodec_flush_buffers(context);
            throw new EarsightException("A stored picture cannot be decoded (" + Ffmpeg.errorText(code)
                    + "); the file it lies in is damaged: prepare it again");
        }
        return converter.convert(frame, frame.width(), frame.height());
    }

    /** Frees the decoder; does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec_free_context(context);
            packet.data(null).size(0);
            av_packet_free(packet);
            av_frame_free(frame);
            converter.close();
            input.close();
            writer.dispose();
        }
    }
}
