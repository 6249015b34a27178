package dev.earsight.serve;

import dev.earsight.media.DecodeOptions;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.ImageFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFrame;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The media a request is about: uploaded with it, or named by the id of a file in the index. */
final class MediaSources {
    /** Pictures of full size in memory at a time: large ones take hundreds of megabytes. */
    private static final int LARGE_PICTURES = 2;

    private final LibraryAccess library;
    private final Limits limits;
    private final Semaphore large = new Semaphore(LARGE_PICTURES);

    MediaSources(LibraryAccess library, Limits limits) {
        this.library = library;
        this.limits = limits;
    }

    /** A still picture, or the one shown in a video at a time. */
    record Picture(GivenMedia media, double atSeconds) {}

    /** The file in the form's field of this name, or the one of the index that {@code nameId} names. */
    Optional<GivenMedia> given(Form form, String name) {
        return form.file(name)
                .or(() -> form.fields().optional(name + "Id").map(library::requirePath))
                .map(path -> GivenMedia.of(path, limits));
    }

    /** The picture in a form. */
    Optional<Picture> picture(Form form) {
        double at = form.fields().number("imageAt", 0, 1e6, 0);
        return given(form, "image").map(media -> {
            if (!media.info().stillPicture() && !media.info().hasVideo()) {
                throw new Problem(Problem.Kind.UNUSABLE_MEDIA, "The image is no picture; give a png, jpg or the like.");
            }
            return new Picture(media, at);
        });
    }

    RgbImage read(Picture picture, DecodeOptions decoding) {
        return read(picture.media().path(), picture.media().info().stillPicture(), picture.atSeconds(),
                FrameSize.nativeSize(), decoding);
    }

    /** A picture file, or the frame that a video shows at a time; beyond its end, its last one. */
    RgbImage read(Path path, boolean still, double atSeconds, FrameSize size, DecodeOptions decoding) {
        large.acquireUninterruptibly();
        try {
            return still ? ImageFile.read(path, decoding) : frame(path, atSeconds, size, decoding);
        } finally {
            large.release();
        }
    }

    private static RgbImage frame(Path path, double atSeconds, FrameSize size, DecodeOptions decoding) {
        try (FrameReader frames = FrameReader.open(path, size, decoding)) {
            frames.skipTo((int) Math.floor(atSeconds * VideoFrame.PER_SECOND + 1e-6));
            return frames.next()
                    .map(VideoFrame::image)
                    .orElseThrow(() -> Problem.badRequest("The video ends before that time."));
        }
    }
}
