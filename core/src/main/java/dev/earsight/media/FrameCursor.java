package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;

import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The decoded pictures of a video in the order shown: the one on show and the one after it, each with its time. */
final class FrameCursor implements AutoCloseable {
    /**
     * A frame counts as shown this much before its timestamp: containers round to a millisecond (Matroska), a sixteenth of
     * a grid tick absorbs that without ever reaching a neighboring frame.
     */
    static final double TOLERANCE_SECONDS = 0.0025;

    /** Longest time a last picture is held, and how far a timestamp may run past the declared end before it is damage. */
    private static final double LONGEST_HOLD_SECONDS = 10;

    /** Longest time between two pictures in a file that does not say how long it lasts. */
    private static final double LONGEST_UNDECLARED_GAP_SECONDS = 600;

    private final MediaSource source;
    private final PacketDecoder decoder;
    private final int stream;
    private final double usualSeconds;
    private final double declaredEndSeconds;
    private final AVFrame current = av_frame_alloc();
    private final AVFrame upcoming = av_frame_alloc();
    private double currentSeconds = Double.NaN;
    private double upcomingSeconds = Double.POSITIVE_INFINITY;
    private double lastSeconds = Double.NaN;
    private double rebaseSeconds;
    private boolean untimed;
    private boolean sought;
    private long serial;
    private boolean closed;

    FrameCursor(MediaSource source, DecodeOptions options) {
        this.source = source;
        this.stream = source.videoStream();
        this.decoder = new PacketDecoder(source, stream, options);
        this.usualSeconds = 1 / framesPerSecond(source.stream(stream));
        this.declaredEndSeconds = source.declaredDurationSeconds();
    }

    static double framesPerSecond(AVStream stream) {
        for (AVRational rate : new AVRational[] {stream.avg_frame_rate(), stream.r_frame_rate()}) {
            if (rate.num() > 0 && rate.den() > 0) {
                return rate.num() / (double) rate.den();
            }
        }
        return VideoFrame.PER_SECOND;
    }

    /** Decodes the first picture; false if there is none. */
    boolean start() {
        fill();
        return advance();
    }

    /** Moves to the next picture; false, and the current one stays, at the end. */
    boolean advance() {
        if (upcomingSeconds == Double.POSITIVE_INFINITY) {
            return false;
        }
        av_frame_unref(current);
        av_frame_move_ref(current, upcoming);
        currentSeconds = upcomingSeconds;
        serial++;
        fill();
        return true;
    }

    /** Moves on until the picture on show at {@code seconds} is the current one; never back. */
    void advanceTo(double seconds) {
        while (upcomingSeconds <= seconds + TOLERANCE_SECONDS) {
            advance();
        }
    }

    /**
     * Goes to a keyframe before {@code seconds} and decodes from there; false where that gives no certain picture for that
     * time: the caller then starts from the beginning.
     */
    boolean seek(double seconds) {
        for (double backSeconds = 0; seconds - backSeconds > 0; backSeconds = 4 * backSeconds + 1) {
            if (!source.seek(stream, seconds - backSeconds)) {
                return false;
            }
            decoder.restart();
            sought = true;
            lastSeconds = Double.NaN;
            rebaseSeconds = 0;
            do {
                fill();
            } while (upcomingSeconds < decoder.keyframeSeconds() - 1e-6);
            if (untimed) {
                return false;
            }
            if (upcomingSeconds <= seconds + TOLERANCE_SECONDS) {
                return advance();
            }
        }
        return false;
    }

    /** Whether the current picture is the first of the file: it is also shown before its time. */
    boolean isFirst() {
        return !sought && serial == 1;
    }

    private void fill() {
        do {
            av_frame_unref(upcoming);
            if (!decoder.next(upcoming)) {
                upcomingSeconds = Double.POSITIVE_INFINITY;
                return;
            }
        } while (!isUsable(upcoming));
        long timestamp = upcoming.best_effort_timestamp();
        untimed |= timestamp == AV_NOPTS_VALUE();
        double expected = Double.isNaN(lastSeconds) ? 0 : lastSeconds + usualSeconds;
        double seconds = timestamp == AV_NOPTS_VALUE() ? expected : source.seconds(stream, timestamp) + rebaseSeconds;
        if (!Double.isNaN(lastSeconds) && isDamaged(seconds)) {
            rebaseSeconds += expected - seconds;
            seconds = expected;
        }
        upcomingSeconds = Double.isNaN(lastSeconds) ? seconds : Math.max(seconds, lastSeconds);
        lastSeconds = upcomingSeconds;
    }

    private boolean isUsable(AVFrame frame) {
        boolean usable = frame.width() > 0 && frame.height() > 0 && sws_isSupportedInput(frame.format()) != 0;
        if (!usable) {
            decoder.countCorrupt();
        }
        return usable;
    }

    private boolean isDamaged(double seconds) {
        double limit = Double.isNaN(declaredEndSeconds)
                ? lastSeconds + LONGEST_UNDECLARED_GAP_SECONDS
                : Math.max(declaredEndSeconds, lastSeconds) + LONGEST_HOLD_SECONDS;
        return seconds < lastSeconds - LONGEST_HOLD_SECONDS || seconds > limit;
    }

    /** The picture on show; belongs to the cursor. */
    AVFrame current() {
        return current;
    }

    double currentSeconds() {
        return currentSeconds;
    }

    double upcomingSeconds() {
        return upcomingSeconds;
    }

    /** Changes with every picture. */
    long serial() {
        return serial;
    }

    /** When the current picture stops being shown. */
    double currentEndSeconds() {
        if (upcomingSeconds != Double.POSITIVE_INFINITY) {
            return upcomingSeconds;
        }
        AVRational base = source.stream(stream).time_base();
        double held = current.duration() * (double) base.num() / base.den();
        return currentSeconds + (held > 0 && held <= LONGEST_HOLD_SECONDS ? held : usualSeconds);
    }

    PacketDecoder decoder() {
        return decoder;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_frame_free(current);
            av_frame_free(upcoming);
            decoder.close();
        }
    }
}
