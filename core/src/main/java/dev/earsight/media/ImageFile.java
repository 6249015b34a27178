package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import dev.earsight.media.MediaException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.jspecify.annotations.Nullable;

/** Picture files: png, jpg, webp, bmp, gif, tiff and whatever else FFmpeg decodes are read; png is written. */
public final class ImageFile {
    private ImageFile() {}

    /**
     * The picture, turned upright as its EXIF tag asks, transparent parts on black. Of a video or an animation, the first
     * frame.
     *
     * @throws MediaException if it is none or is damaged
     */
    public static RgbImage read(Path path) {
        return read(path, DecodeOptions.DEFAULT);
    }

    /** As {@link #read(Path)}, within the limits of {@code options}. */
    public static RgbImage read(Path path, DecodeOptions options) {
        try (MediaSource source = MediaSource.open(path, options)) {
            if (source.videoStream() == MediaSource.NONE) {
                throw new MediaException(Reason.NO_VIDEO, path, "there is no picture in it; give a picture");
            }
            AVFrame frame = av_frame_alloc();
            try (PacketDecoder decoder = new PacketDecoder(source, source.videoStream(), options)) {
                if (!decoder.next(frame)) {
                    throw source.corrupt("the picture cannot be decoded");
                }
                RgbImage transparent = hasAlpha(frame) ? readWithAlpha(path) : null;
                return transparent != null ? transparent : convert(source, frame);
            } finally {
                av_frame_free(frame);
            }
        }
    }

    /** Writes a png. */
    public static void writePng(RgbImage image, Path path) {
        Path unfinished = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            try {
                if (!ImageIO.write(image.toBufferedImage(), "png", unfinished.toFile())) {
                    throw new IOException("no png writer in this Java");
                }
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new MediaException(
                    Reason.UNREADABLE, path, "cannot be written (" + e.getMessage() + "); check the folder", e);
        }
    }

    private static RgbImage convert(MediaSource source, AVFrame frame) {
        AVFrameSideData matrix = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        Orientation orientation = matrix == null || matrix.isNull() || matrix.size() < 36
                ? source.orientation()
                : Orientation.fromDisplayMatrix(
                        matrix.data().capacity(matrix.size()).asByteBuffer());
        try (PictureSizer sizer = new PictureSizer(FrameSize.nativeSize(), orientation, 1)) {
            return sizer.picture(frame);
        }
    }

    private static boolean hasAlpha(AVFrame frame) {
        return (av_pix_fmt_desc_get(frame.format()).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }

    /** FFmpeg's scaler would show whatever color hides under transparent pixels; Java2D draws on black. Null where Java cannot. */
    private static @Nullable RgbImage readWithAlpha(Path path) {
        try {
            BufferedImage image = ImageIO.read(path.toFile());
            return image == null ? null : RgbImage.from(image);
        } catch (IOException | UncheckedIOException e) {
            return null; // a kind of png Java does not know: FFmpeg's picture is better than none
        }
    }
}
