package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/** The picture stream of a file being written: RGB in, packets of the container's codec out. Colors are tagged BT.601. */
final class PictureEncoder implements AutoCloseable {
    /** Plenty for small pictures and clean edges; files stay around a megabyte per minute at 320x240. */
    private static final double BITS_PER_PIXEL = 0.25;

    private static final long LEAST_BITS_PER_SECOND = 800_000;

    private final VideoSettings settings;
    private final PacketEncoder encoder;
    private final int storedWidth;
    private final int storedHeight;
    private final AVFrame rgb = av_frame_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final SwsContext converter;
    private final Consumer<AVPacket> sink;
    private final long startTicks;
    private long written;

    PictureEncoder(AVFormatContext file, VideoSettings settings, boolean globalHeader, Consumer<AVPacket> sink) {
        this.settings = settings;
        this.sink = sink;
        String name = settings.format().videoEncoder();
        boolean even = name.equals("libopenh264");
        storedWidth = even ? settings.width() + (settings.width() & 1) : settings.width();
        storedHeight = even ? settings.height() + (settings.height() & 1) : settings.height();
        int pixelFormat = switch (name) {
            case "mjpeg" -> AV_PIX_FMT_YUVJ420P;
            case "ffv1" -> AV_PIX_FMT_BGR0;
            default -> AV_PIX_FMT_YUV420P;
        };
        encoder = new PacketEncoder(file, name, globalHeader);
        configure(encoder.context(), name, pixelFormat);
        encoder.open();
        if (settings.clockwiseDegrees() != 0) {
            tagRotation();
        }
        startTicks = Math.round(settings.startSeconds()
                * encoder.context().time_base().den()
                / encoder.context().time_base().num());
        allocate(rgb, AV_PIX_FMT_RGB24);
        allocate(frame, pixelFormat);
        converter = sws_getContext(
                storedWidth,
                storedHeight,
                AV_PIX_FMT_RGB24,
                storedWidth,
                storedHeight,
                pixelFormat,
                SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
                null,
                null,
                (DoublePointer) null);
        IntPointer bt601 = sws_getCoefficients(SWS_CS_ITU601);
        sws_setColorspaceDetails(
                converter, bt601, 1, bt601, pixelFormat == AV_PIX_FMT_YUVJ420P ? 1 : 0, 0, 1 << 16, 1 << 16);
    }

    private void configure(AVCodecContext context, String name, int pixelFormat) {
        context.width(storedWidth).height(storedHeight).pix_fmt(pixelFormat);
        AVRational base = context.time_base();
        if (settings.variableRate()) {
            base.num(1).den(1000);
        } else {
            base.num(settings.rateDenominator()).den(settings.rateNumerator());
        }
        context.framerate().num(settings.rateNumerator()).den(settings.rateDenominator());
        encoder.stream().avg_frame_rate().num(settings.rateNumerator()).den(settings.rateDenominator());
        context.gop_size(settings.keyframeEvery())
                .max_b_frames(settings.bFrames())
                .thread_count(1);
        double rate = settings.rateNumerator() / (double) settings.rateDenominator();
        double pixelsPerSecond = storedWidth * storedHeight * rate;
        context.bit_rate(
                settings.pictureBitsPerPixel() > 0
                        ? Math.round(settings.pictureBitsPerPixel() * pixelsPerSecond)
                        : Math.max(LEAST_BITS_PER_SECOND, Math.round(BITS_PER_PIXEL * pixelsPerSecond)));
        switch (name) {
            case "mjpeg", "mpeg4", "mpeg2video" -> {
                // Constant quality: rate control of these old codecs starves the first frames.
                int quality = name.equals("mjpeg") ? 2 : 3;
                context.flags(context.flags() | org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE);
                context.global_quality(quality * org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA);
            }
            case "libvpx-vp9" -> encoder.option("deadline", "realtime").option("cpu-used", "7");
            default -> {}
        }
        if (pixelFormat == AV_PIX_FMT_BGR0) {
            context.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
        } else {
            context.colorspace(AVCOL_SPC_SMPTE170M)
                    .color_range(pixelFormat == AV_PIX_FMT_YUVJ420P ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
        }
    }

    /** Puts a display matrix beside the stream; the container's memory functions own it from then on. */
    private void tagRotation() {
        int[] matrix = new int[9];
        av_display_rotation_set(matrix, settings.clockwiseDegrees());
        BytePointer data = new BytePointer(av_mallocz(36 + 64));
        new IntPointer(data).put(matrix, 0, 9);
        AVPacketSideData side =
                new AVPacketSideData(av_mallocz(new AVPacketSideData((AVPacketSideData) null).sizeof()));
        side.data(data).size(36).type(AV_PKT_DATA_DISPLAYMATRIX);
        encoder.stream().codecpar().coded_side_data(side).nb_coded_side_data(1);
    }

    private void allocate(AVFrame target, int pixelFormat) {
        target.format(pixelFormat).width(storedWidth).height(storedHeight);
        if (av_frame_get_buffer(target, 0) < 0) {
            throw new IllegalStateException("no memory for a picture");
        }
    }

    void write(RgbImage image) {
        if (settings.variableRate()) {
            throw new IllegalStateException("pictures of a variable rate must come with their time");
        }
        encode(image, startTicks + written);
    }

    void write(RgbImage image, double seconds) {
        if (!settings.variableRate()) {
            throw new IllegalStateException("only pictures of a variable rate come with their time");
        }
        encode(image, startTicks + Math.round(seconds * 1000));
    }

    private void encode(RgbImage image, long ticks) {
        if (image.width() != settings.width() || image.height() != settings.height()) {
            throw new IllegalArgumentException("A picture of " + image.width() + "x" + image.height()
                    + " does not fit a video of " + settings.width() + "x" + settings.height());
        }
        fill(image);
        av_frame_make_writable(frame);
        sws_scale(converter, rgb.data(), rgb.linesize(), 0, storedHeight, frame.data(), frame.linesize());
        frame.pts(ticks);
        // One grid of ticks per frame; a variable rate leaves the length to the container.
        frame.duration(settings.variableRate() ? 0 : 1);
        frame.quality(encoder.context().global_quality());
        encoder.encode(frame, sink);
        written++;
    }

    /** Copies the picture, repeating its last column and row where the codec needs an even size. */
    private void fill(RgbImage image) {
        int stride = rgb.linesize(0);
        BytePointer data = rgb.data(0);
        int rowBytes = 3 * image.width();
        for (int y = 0; y < storedHeight; y++) {
            int from = rowBytes * Math.min(y, image.height() - 1);
            data.position((long) y * stride).put(image.rgb(), from, rowBytes);
            if (storedWidth > image.width()) {
                data.position((long) y * stride + rowBytes).put(image.rgb(), from + rowBytes - 3, 3);
            }
        }
    }

    void finish() {
        encoder.encode(null, sink);
    }

    @Override
    public void close() {
        encoder.close();
        av_frame_free(rgb);
        av_frame_free(frame);
        sws_freeContext(converter);
    }
}
