package dev.earsight.localize;

import dev.earsight.embed.Moment;
import dev.earsight.embed.MomentReader;
import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaException.Reason;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoFrame;
import dev.earsight.media.VideoWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Localizes a whole video, frame by frame as the paper does, and draws the answers over it. Frames stream through: memory
 * does not grow with the video's length.
 */
public final class VideoLocalizer {
    private static final double FRAMES_PER_SECOND = VideoFrame.PER_SECOND;
    private static final ScoreMap NOTHING = new ScoreMap(1, 1, new float[1]);

    private final Localizer localizer;
    private final OverlayStyle style;
    private final int everyFrames;
    private final int shortSidePixels;
    private final double smoothingSeconds;

    /**
     * Localizes with {@code localizer}.
     *
     * @param style how the overlay looks
     * @param everyFrames a new answer every so many frames; the frames between show the last one
     * @param shortSidePixels the overlay's short side; smaller videos stay as they are
     * @param smoothingSeconds time constant over which answers are averaged, those before counting ever less: steadier for the
     *     eye, late for what changes, and not for measurements; 0 lets each stand for itself
     */
    public VideoLocalizer(
            Localizer localizer, OverlayStyle style, int everyFrames, int shortSidePixels, double smoothingSeconds) {
        if (everyFrames < 1) {
            throw new IllegalArgumentException("An answer is due every frame or more, not every " + everyFrames);
        }
        this.localizer = localizer;
        this.style = style;
        this.everyFrames = everyFrames;
        this.shortSidePixels = shortSidePixels;
        this.smoothingSeconds = smoothingSeconds;
    }

    /**
     * The answer at one time.
     *
     * @param seconds from the start of the video
     * @param answer where the sound comes from, or nothing where there is none to be heard
     */
    public record Timed(double seconds, Optional<Localizer.Answer> answer) {
        /** The answer in words. */
        public String inWords() {
            return answer.map(Localizer.Answer::inWords).orElse("no sound");
        }
    }

    /** What is shown of one frame: always of one size for frames of one size. */
    public interface Painter {
        /** The frame with an answer drawn over it, or with words where there is no sound. */
        RgbImage paint(RgbImage picture, Optional<Localizer.Answer> answer);
    }

    /**
     * Goes through a video, to its last picture.
     *
     * @param out where the overlay goes (mp4 with the video's sound), or nothing to only listen to {@code found}
     * @param found receives the answers in order of time
     * @throws MediaException where the file has no pictures or no sound
     */
    public void localize(Path video, Optional<Path> out, Consumer<Timed> found) {
        localize(video, out, found, this::overlay);
    }

    /**
     * Goes through a video, and shows its answers in another way.
     *
     * @param out where the pictures go (mp4 with the video's sound)
     * @param found receives the answers in order of time, each before the frames it is painted on
     */
    public void localize(Path video, Optional<Path> out, Consumer<Timed> found, Painter painter) {
        localize(MomentReader.Source.of(video), Stretch.WHOLE, out, found, painter);
    }

    /** As {@link #localize(Path, Optional, Consumer)}, a part of the video, or with a sound that is not its own. */
    public void localize(MomentReader.Source source, Stretch stretch, Optional<Path> out, Consumer<Timed> found) {
        localize(source, stretch, out, found, this::overlay);
    }

    private void localize(
            MomentReader.Source source, Stretch stretch, Optional<Path> out, Consumer<Timed> found, Painter painter) {
        if (!MediaInfo.probe(source.pictures(), source.decoding()).hasVideo()) {
            throw new MediaException(
                    Reason.NO_VIDEO,
                    source.pictures(),
                    "has no moving pictures; give a video, or a picture and a sound.");
        }
        if (!MediaInfo.probe(source.sound(), source.decoding()).hasAudio()) {
            throw new MediaException(Reason.NO_AUDIO, source.sound(), "has no sound; give a video with sound.");
        }
        // The network is given the same picture whether and however large the overlay is drawn, so its answers are the
        // same.
        FrameSize drawn = FrameSize.shortSide(shortSidePixels);
        try (MomentReader moments = out.isPresent()
                        ? MomentReader.open(source, drawn, 1, localizer.input())
                        : MomentReader.open(source, everyFrames, localizer.input());
                @Nullable Drawing drawing = out.isPresent() ? new Drawing(source, stretch, out.get(), painter) : null) {
            moments.skipTo(stretch.firstFrame());
            double share = smoothingSeconds > 0 ? 1 - Math.exp(-everyFrames / FRAMES_PER_SECOND / smoothingSeconds) : 1;
            Optional<LogOdds> mean = Optional.empty();
            Optional<Localizer.Answer> last = Optional.empty();
            long index = 0;
            Optional<Moment> next = moments.next();
            while (next.isPresent()
                    && next.get().picture().isPresent()
                    && next.get().seconds() < stretch.endSeconds()) {
                Moment moment = next.get();
                RgbImage picture = moment.picture().get();
                if (drawing == null || index % everyFrames == 0) {
                    Optional<LogOdds> before = mean;
                    mean = moment.sound()
                            .filter(Moment.Window::audible)
                            .map(window -> localizer.logOdds(moments.shown(), window.samples()))
                            .map(now ->
                                    before.map(past -> past.towards(now, share)).orElse(now));
                    last = mean.map(localizer::answer);
                    found.accept(new Timed(moment.seconds(), last));
                }
                if (drawing != null) {
                    drawing.draw(picture, last);
                }
                index++;
                next = moments.next();
            }
            if (drawing != null) {
                drawing.finish();
            }
        }
    }

    private RgbImage overlay(RgbImage picture, Optional<Localizer.Answer> heard) {
        return heard.map(answer -> Overlay.draw(picture, answer, "", style))
                .orElseGet(() -> Overlay.draw(picture, NOTHING, Optional.empty(), List.of(), "no sound", style));
    }

    /** The overlay being written, the sound that was asked about kept beside the pictures. */
    private static final class Drawing implements AutoCloseable {
        private final Path path;
        private final AudioReader sound;
        private final Painter painter;
        private final float[] frameOfSound = new float[Sound.SAMPLES_PER_FRAME];
        private long samplesLeft;
        private Optional<VideoWriter> writer = Optional.empty();
        private boolean finished;

        Drawing(MomentReader.Source source, Stretch stretch, Path path, Painter painter) {
            this.path = path;
            this.painter = painter;
            samplesLeft = Math.round(
                    Math.min(stretch.endSeconds() - stretch.startSeconds(), Integer.MAX_VALUE) * Sound.SAMPLE_RATE_HZ);
            sound = AudioReader.open(source.sound(), source.decoding());
            int frame = 0;
            while (frame < stretch.firstFrame() && sound.read(frameOfSound, 0, frameOfSound.length) > 0) {
                frame++; // what comes before the stretch is decoded and dropped
            }
        }

        void draw(RgbImage picture, Optional<Localizer.Answer> heard) {
            RgbImage overlay = even(painter.paint(picture, heard));
            if (writer.isEmpty()) {
                writer = Optional.of(VideoWriter.create(
                        path, VideoFormat.MP4_H264_AAC, overlay.width(), overlay.height(), FRAMES_PER_SECOND));
            }
            writer.get().write(overlay);
            copySound();
        }

        private boolean copySound() {
            int read = sound.read(frameOfSound, 0, (int) Math.min(samplesLeft, frameOfSound.length));
            if (read > 0) {
                samplesLeft -= read;
                writer.orElseThrow().write(new Sound(frameOfSound).slice(0, read));
            }
            return read > 0;
        }

        /** H.264 stores color for squares of four pixels: an odd last row or column goes. */
        private static RgbImage even(RgbImage image) {
            int width = image.width() & ~1;
            int height = image.height() & ~1;
            if (width == image.width() && height == image.height()) {
                return image;
            }
            byte[] rgb = new byte[3 * width * height];
            for (int y = 0; y < height; y++) {
                System.arraycopy(image.rgb(), 3 * image.width() * y, rgb, 3 * width * y, 3 * width);
            }
            return new RgbImage(width, height, rgb);
        }

        /** All pictures are drawn: sound that lasts longer is kept, too. */
        void finish() {
            boolean more = writer.isPresent();
            while (more) {
                more = copySound();
            }
            finished = true;
        }

        @Override
        public void close() {
            sound.close();
            writer.ifPresent(open -> {
                if (finished) {
                    open.close();
                } else {
                    open.discard();
                }
            });
        }
    }
}
