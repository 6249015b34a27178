package dev.earsight.serve;

import dev.earsight.media.DecodeOptions;
import dev.earsight.media.FrameSize;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
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

    /** The picture in its own size; beyond a video's end, its last one. */
    RgbImage read(Picture picture, DecodeOptions decoding) {
        return read(picture.media().path(), picture.atSeconds(), FrameSize.nativeSize(), decoding);
    }

    /** A picture file, or the picture a video shows at a time, at this size. */
    RgbImage read(Path path, double atSeconds, FrameSize size, DecodeOptions decoding) {
        large.acquireUninterruptibly();
        try (MediaFile media = MediaFile.open(path, decoding)) {
            if (media.info().hasVideo()) {
                return media.frameAt(atSeconds, size);
            }
            if (!media.info().stillPicture()) {
                throw new Problem(Problem.Kind.UNUSABLE_MEDIA, "There are no pictures in this file.");
            }
            RgbImage image = ImageFile.read(path, decoding);
            return image.resized(
                    size.widthFor(image.width(), image.height()), size.heightFor(image.width(), image.height()));
        } finally {
            large.release();
        }
    }
}
