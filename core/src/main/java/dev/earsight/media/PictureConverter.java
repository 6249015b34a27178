package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded picture to RGB of a wanted size, with the colors the frame declares: range, and BT.601, 709 or 2020 coefficients.
 * A frame that declares nothing is taken as BT.709 from 720 rows on and BT.601 below, as players do. Reused from frame to frame.
 */
final class PictureConverter implements AutoCloseable {
    private static final int BT709_FROM_ROWS = 720;

    private final boolean fast;
    private final AVFrame target = av_frame_alloc();
    private @Nullable SwsContext scaler;
    private long scalerKey = -1;

    /** Exact colors, for pictures decoded once. */
    PictureConverter() {
        this(false);
    }

    /** @param fast chroma not interpolated and rounding a little coarser, where a picture keeps its size */
    PictureConverter(boolean fast) {
        this.fast = fast;
    }

    /** The picture of {@code width x height} as stored, before any turn. */
    RgbImage convert(AVFrame frame, int width, int height) {
        if (target.width() != width || target.height() != height) {
            av_frame_unref(target);
            target.format(AV_PIX_FMT_RGB24).width(width).height(height);
            require(av_frame_get_buffer(target, 0));
        }
        boolean shrinks = width < frame.width() || height < frame.height();
        int flags = (shrinks ? SWS_AREA : SWS_BICUBIC) | (fast ? 0 : SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT);
        SwsContext ready = sws_getCachedContext(
                scaler,
                frame.width(),
                frame.height(),
                frame.format(),
                width,
                height,
                AV_PIX_FMT_RGB24,
                flags,
                null,
                null,
                (DoublePointer) null);
        if (ready == null || ready.isNull()) {
            scaler = null;
            throw new IllegalStateException("FFmpeg cannot convert pixel format " + frame.format() + " of "
                    + frame.width() + "x" + frame.height() + " to RGB");
        }
        int space = coefficients(frame);
        int range = fullRange(frame) ? 1 : 0;
        long key = (((long) frame.width() * 65_536 + frame.height()) * 1024 + frame.format()) * 64 + space * 2 + range;
        if (key != scalerKey || scaler == null || !scaler.equals(ready)) {
            sws_setColorspaceDetails(
                    ready,
                    sws_getCoefficients(space),
                    range,
                    sws_getCoefficients(SWS_CS_ITU601),
                    1,
                    0,
                    1 << 16,
                    1 << 16);
            scalerKey = key;
        }
        scaler = ready;
        require(sws_scale(ready, frame.data(), frame.linesize(), 0, frame.height(), target.data(), target.linesize()));
        return copy(width, height);
    }

    private RgbImage copy(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        BytePointer data = target.data(0);
        int stride = target.linesize(0);
        if (stride == 3 * width) {
            data.get(rgb);
        } else {
            for (int y = 0; y < height; y++) {
                data.position((long) y * stride).get(rgb, 3 * width * y, 3 * width);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static boolean fullRange(AVFrame frame) {
        int format = frame.format();
        return frame.color_range() == AVCOL_RANGE_JPEG
                || format == AV_PIX_FMT_YUVJ420P
                || format == AV_PIX_FMT_YUVJ422P
                || format == AV_PIX_FMT_YUVJ440P
                || format == AV_PIX_FMT_YUVJ444P;
    }

    private static int coefficients(AVFrame frame) {
        int space = frame.colorspace();
        if (space == AVCOL_SPC_BT709) {
            return SWS_CS_ITU709;
        }
        if (space == AVCOL_SPC_BT470BG || space == AVCOL_SPC_SMPTE170M) {
            return SWS_CS_ITU601;
        }
        if (space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL) {
            return SWS_CS_BT2020;
        }
        if (space == AVCOL_SPC_SMPTE240M) {
            return SWS_CS_SMPTE240M;
        }
        return frame.height() >= BT709_FROM_ROWS && !fullRange(frame) ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }

    private static void require(int code) {
        if (code < 0) {
            throw new IllegalStateException("FFmpeg cannot convert the picture: " + Ffmpeg.errorText(code));
        }
    }

    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
        av_frame_free(target);
    }
}
