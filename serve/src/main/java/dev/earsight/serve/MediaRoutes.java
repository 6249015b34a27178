package dev.earsight.serve;

import dev.earsight.media.DecodeOptions;
import dev.earsight.media.FrameSize;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoFrame;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of the index and parts of them. */
final class MediaRoutes {
    /** An id is of the content: what it names does not change. */
    private static final Map<String, String> KEPT = Map.of("Cache-Control", "private, max-age=86400");

    private static final int JPEG_QUALITY = 85;
    private static final double LONGEST_SECONDS = 30;

    private final LibraryAccess library;
    private final MediaSources sources;
    private final Workers workers;
    private final WorkFolder folder;
    private final Limits limits;

    MediaRoutes(LibraryAccess library, MediaSources sources, Workers workers, WorkFolder folder, Limits limits) {
        this.library = library;
        this.sources = sources;
        this.workers = workers;
        this.folder = folder;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/media/{id}/thumbnail", this::thumbnail),
                Route.get("/v1/media/{id}/sound", this::sound),
                Route.get("/v1/media/{id}/excerpt", this::excerpt),
                Route.get("/v1/media/{id}/file", this::file));
    }

    private interface Part {
        Answer of(MediaFile media);
    }

    private Answer part(Request request, Part part) throws InterruptedException {
        Path path = library.requirePath(request.path("id"));
        return workers.run(() -> {
            try (MediaFile media = MediaFile.open(path, decoding())) {
                return part.of(media);
            }
        });
    }

    private Answer thumbnail(Request request) throws InterruptedException {
        Fields fields = request.queryFields();
        double at = fields.number("at", 0, 1e7, 0);
        FrameSize size = FrameSize.shortSide(fields.whole("shortSide", 16, 720, 180));
        Path path = library.requirePath(request.path("id"));
        return workers.run(() -> {
            GivenMedia.requirePixels(path, limits);
            try (JpegCodec codec = new JpegCodec()) {
                RgbImage picture = sources.read(path, at, size, decoding());
                return new Answer.Content("image/jpeg", codec.encode(picture, JPEG_QUALITY), KEPT);
            }
        });
    }

    private DecodeOptions decoding() {
        return GivenMedia.decoding(limits, limits.decodeTime());
    }

    private Answer sound(Request request) throws InterruptedException {
        Stretch stretch = Stretch.of(request.queryFields());
        return part(request, media -> {
            if (!media.info().hasAudio()) {
                throw new Problem(Problem.Kind.UNUSABLE_MEDIA, "There is no sound in this file.");
            }
            Path wav = folder.fresh(".wav");
            SoundFile.writeWav(wav, stretch.within(media).sound(media));
            return new Answer.Stored("audio/wav", wav, true, KEPT);
        });
    }

    private Answer excerpt(Request request) throws InterruptedException {
        Fields fields = request.queryFields();
        Stretch stretch = Stretch.of(fields);
        int shortSide = fields.whole("shortSide", 64, 720, 360);
        return part(request, media -> {
            if (!media.info().hasVideo()) {
                throw new Problem(Problem.Kind.UNUSABLE_MEDIA, "There are no moving pictures in this file.");
            }
            Path mp4 = folder.fresh(".mp4");
            write(media, stretch.within(media), shortSide, mp4);
            return new Answer.Stored("video/mp4", mp4, true, KEPT);
        });
    }

    private static void write(MediaFile media, Stretch stretch, int shortSide, Path mp4) {
        FrameSize size = FrameSize.shortSide(shortSide);
        // H.264 stores color for squares of four pixels.
        FrameSize even = FrameSize.exact(
                Math.max(2, size.widthFor(media.info().width(), media.info().height()) & ~1),
                Math.max(2, size.heightFor(media.info().width(), media.info().height()) & ~1));
        int frames = (int) Math.max(1, Math.round(stretch.seconds() * VideoFrame.PER_SECOND));
        VideoSettings settings = VideoSettings.of(
                VideoFormat.MP4_H264_AAC,
                even.widthFor(media.info().width(), media.info().height()),
                even.heightFor(media.info().width(), media.info().height()),
                VideoFrame.PER_SECOND);
        boolean heard = media.info().hasAudio();
        try (VideoWriter writer = VideoWriter.create(mp4, heard ? settings : settings.silent())) {
            Optional<Sound> sound = heard ? Optional.of(stretch.sound(media)) : Optional.empty();
            for (int i = 0; i < frames; i++) {
                writer.write(media.frameAt(stretch.start() + i / (double) VideoFrame.PER_SECOND, even));
                long first = (long) i * Sound.SAMPLES_PER_FRAME;
                sound.ifPresent(all -> writer.write(all.slice(first, Sound.SAMPLES_PER_FRAME)));
            }
        }
    }

    private Answer file(Request request) {
        Path path = library.requirePath(request.path("id"));
        String type = URLConnection.guessContentTypeFromName(path.toString());
        boolean media = type != null && type.matches("(image|audio|video)/.*") && !type.contains("svg");
        return new Answer.Stored(media ? type : "application/octet-stream", path, false, KEPT);
    }

    /** A part of a file, in seconds. */
    private record Stretch(double start, double seconds) {
        static Stretch of(Fields fields) {
            return new Stretch(fields.number("start", 0, 1e7, 0), fields.number("seconds", 1e-3, LONGEST_SECONDS, 5));
        }

        Stretch within(MediaFile media) {
            double end = media.info().durationSeconds();
            if (start >= end) {
                throw Problem.badRequest("The file ends before 'start'.");
            }
            return Double.isNaN(end) ? this : new Stretch(start, Math.min(seconds, end - start));
        }

        Sound sound(MediaFile media) {
            return media.soundAround(start + seconds / 2, seconds);
        }
    }
}
