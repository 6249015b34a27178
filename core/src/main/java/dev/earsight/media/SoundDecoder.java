package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.earsight.media.MediaException.Reason;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * The time line of a file's sound. Frames follow each other by counting samples, which is exact; timestamps, which some
 * containers round to a millisecond, only say where the first begins and where one is missing. Silence and cuts are made
 * at the source's own rate, before resampling, so that output sample {@code n} is always source time {@code n / 48000}.
 */
final class SoundDecoder implements AutoCloseable {
    /** A jump in the timestamps longer than this is a gap: well above the rounding of containers, below one Opus packet (20 ms). */
    private static final double GAP_SECONDS = 0.015;

    /** A jump backwards, or past the declared end, by more than this is damage, and ignored. */
    private static final double LARGEST_JUMP_SECONDS = 10;

    private static final double LARGEST_UNDECLARED_JUMP_SECONDS = 600;

    /** A container whose clock ticks no slower than this may be off by a tick or two at the start. */
    private static final double COARSEST_ROUNDED_TICK_SECONDS = 0.002;

    private final MediaSource source;
    private final int stream;
    private final PacketDecoder decoder;
    private final double tickSeconds;
    private final double declaredEndSeconds;
    private final AVFrame frame = av_frame_alloc();
    private @Nullable MonoResampler resampler;
    private float[] pending = new float[16_384];
    private int pendingStart;
    private int pendingEnd;
    /** Where the next sample fed to the resampler belongs, counted from time zero at the source's rate. */
    private long position;

    /** Where the next decoded frame begins if nothing is missing; behind {@link #position} while frames lie before it. */
    private long expected;

    private long silenceLeft;
    private boolean frameHeld;
    private int frameSkipped;
    private boolean started;
    private boolean ended;
    private double rebaseSeconds;
    private long outputPosition;
    private boolean closed;

    SoundDecoder(MediaSource source, DecodeOptions options) {
        this.source = source;
        this.stream = source.audioStream();
        this.decoder = new PacketDecoder(source, stream, options);
        AVRational base = source.stream(stream).time_base();
        this.tickSeconds = base.num() / (double) base.den();
        this.declaredEndSeconds = source.declaredDurationSeconds();
    }

    int corruptPackets() {
        return decoder.corruptPackets();
    }

    /** Index of the next sample {@link #read} gives, counted from time zero at 48 kHz. */
    long outputPosition() {
        return outputPosition;
    }

    int read(float[] into, int offset, int count) {
        int done = 0;
        while (done < count) {
            if (pendingStart == pendingEnd && !fill()) {
                break;
            }
            int some = Math.min(count - done, pendingEnd - pendingStart);
            System.arraycopy(pending, pendingStart, into, offset + done, some);
            pendingStart += some;
            done += some;
        }
        outputPosition += done;
        return done == 0 && count > 0 ? -1 : done;
    }

    /** Decodes until there is something pending; false at the end. */
    private boolean fill() {
        pendingStart = 0;
        pendingEnd = 0;
        while (pendingEnd == 0) {
            MonoResampler mixer = resampler;
            if (mixer != null && silenceLeft > 0) {
                int step = (int) Math.min(silenceLeft, MonoResampler.SILENCE_SAMPLES);
                keep(mixer, mixer.feedSilence(step));
                silenceLeft -= step;
                position += step;
            } else if (mixer != null && frameHeld) {
                frameHeld = false;
                int count = frame.nb_samples() - frameSkipped;
                if (count > 0) {
                    keep(mixer, mixer.feed(frame, frameSkipped, count));
                    position += count;
                }
            } else if (ended) {
                return false;
            } else {
                decode();
            }
        }
        return true;
    }

    private void decode() {
        av_frame_unref(frame);
        if (!decoder.next(frame)) {
            end();
        } else if (frame.nb_samples() > 0
                && frame.sample_rate() > 0
                && frame.ch_layout().nb_channels() > 0) {
            place(mixerFor(frame).rateHz());
        }
    }

    private void end() {
        ended = true;
        if (resampler != null) {
            keep(resampler, resampler.finish());
        } else if (decoder.packets() == 0) {
            throw new MediaException(
                    Reason.NO_AUDIO, source.path(), "its audio stream is empty; give a file with sound");
        } else {
            throw source.corrupt("nothing of its sound can be decoded");
        }
    }

    /** Finds the decoded frame's place on the time line, and what silence goes before it or how much of it is cut. */
    private void place(int rateHz) {
        long at = started ? expected + jump(rateHz) : firstPosition(rateHz);
        started = true;
        expected = at + frame.nb_samples();
        silenceLeft = Math.max(0, at - position);
        frameSkipped = (int) Math.clamp(position - at, 0, frame.nb_samples());
        frameHeld = true;
    }

    private long firstPosition(int rateHz) {
        double seconds = frameSeconds();
        boolean rounded = tickSeconds <= COARSEST_ROUNDED_TICK_SECONDS && Math.abs(seconds) <= 2 * tickSeconds;
        return rounded || Double.isNaN(seconds) || isDamaged(seconds, 0) ? 0 : Math.round(seconds * rateHz);
    }

    /** Samples missing before this frame, negative where it overlaps what came before; 0 where it simply follows. */
    private long jump(int rateHz) {
        double expectedSeconds = expected / (double) rateHz;
        double seconds = frameSeconds();
        if (Double.isNaN(seconds) || Math.abs(seconds - expectedSeconds) <= GAP_SECONDS) {
            return 0;
        }
        if (isDamaged(seconds, expectedSeconds)) {
            rebaseSeconds += expectedSeconds - seconds;
            return 0;
        }
        return Math.round((seconds - expectedSeconds) * rateHz);
    }

    private boolean isDamaged(double seconds, double expectedSeconds) {
        double limit = Double.isNaN(declaredEndSeconds)
                ? expectedSeconds + LARGEST_UNDECLARED_JUMP_SECONDS
                : Math.max(declaredEndSeconds, expectedSeconds) + LARGEST_JUMP_SECONDS;
        return seconds < expectedSeconds - LARGEST_JUMP_SECONDS || seconds > limit;
    }

    /** When the frame begins after time zero; NaN where the file does not say. */
    private double frameSeconds() {
        long timestamp = frame.best_effort_timestamp();
        return timestamp == AV_NOPTS_VALUE() ? Double.NaN : source.seconds(stream, timestamp) + rebaseSeconds;
    }

    private MonoResampler mixerFor(AVFrame like) {
        MonoResampler mixer = resampler;
        if (mixer != null && mixer.fits(like)) {
            return mixer;
        }
        if (mixer != null) { // the stream changes its format midway
            keep(mixer, mixer.finish());
            double ratio = like.sample_rate() / (double) mixer.rateHz();
            position = Math.round(position * ratio);
            expected = Math.round(expected * ratio);
            mixer.close();
        }
        mixer = new MonoResampler(like);
        resampler = mixer;
        return mixer;
    }

    private void keep(MonoResampler mixer, int count) {
        if (pendingEnd + count > pending.length) {
            pending = Arrays.copyOf(pending, pendingEnd + count);
        }
        System.arraycopy(mixer.mixed(), 0, pending, pendingEnd, count);
        pendingEnd += count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (resampler != null) {
                resampler.close();
            }
            av_frame_free(frame);
            decoder.close();
        }
    }
}
