package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.earsight.media.MediaException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
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

    /** Decoded and thrown away before the sample wanted after a seek: more than any codec here looks back (Opus 80 ms, MP3 250 ms). */
    private static final double PREROLL_SECONDS = 0.5;

    /** Containers whose timestamps can be exact to the sample, and stay so after a seek. */
    private static final Set<String> EXACT_CONTAINERS = Set.of("mov,mp4", "avi", "wav");

    private static final Set<Integer> FIXED_LENGTH_CODECS =
            Set.of(AV_CODEC_ID_AAC, AV_CODEC_ID_OPUS, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3, AV_CODEC_ID_EAC3);

    private final MediaSource source;
    private final boolean everyChannel;
    private final int stream;
    private final PacketDecoder decoder;
    private final double tickSeconds;
    private final double declaredEndSeconds;
    private final AVFrame frame = av_frame_alloc();
    private @Nullable SoundResampler resampler;
    private float[] pending = new float[16_384];
    private int pendingStart;
    private int pendingEnd;
    /** Where the next sample fed to the resampler belongs, counted from time zero at the source's rate. */
    private long position;

    /** Where the next decoded frame begins if nothing is missing; behind {@link #position} while frames lie before it. */
    private long expected;

    private long silenceLeft;
    private long firstEnd;
    private int usualSamples;
    private boolean frameHeld;
    private int frameSkipped;
    private boolean started;
    private boolean ended;
    private double rebaseSeconds;
    private long outputPosition;
    private boolean closed;

    /** Mixed to mono at 48 kHz. */
    SoundDecoder(MediaSource source, DecodeOptions options) {
        this(source, options, false);
    }

    /** Or every channel at its own rate, samples of all channels side by side; such a decoder does not seek. */
    SoundDecoder(MediaSource source, DecodeOptions options, boolean everyChannel) {
        this.everyChannel = everyChannel;
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

    /**
     * Goes to a place at or before output sample {@code sample}, so that reading on gives the very samples that reading from the
     * beginning would. False where the container cannot be trusted with that: the caller then reads from the beginning.
     */
    boolean seek(long sample) {
        double seconds = sample / (double) Sound.SAMPLE_RATE_HZ - PREROLL_SECONDS;
        boolean fixed =
                FIXED_LENGTH_CODECS.contains(source.stream(stream).codecpar().codec_id());
        if (seconds <= 0 || !containerIsTrusted(fixed)) {
            return false;
        }
        while (fixed && usualSamples == 0 && !ended) {
            decode(); // where frames begin, and how long they are
        }
        if (!source.seek(stream, seconds)) {
            return false;
        }
        decoder.restart();
        forget();
        if (!decoder.next(frame)) {
            return false;
        }
        SoundResampler mixer = mixerFor(frame);
        long at = soughtPosition(mixer.rateHz(), fixed);
        // The resampler must begin where a source sample and an output sample coincide.
        int common = BigInteger.valueOf(mixer.rateHz())
                .gcd(BigInteger.valueOf(Sound.SAMPLE_RATE_HZ))
                .intValue();
        int sourceStep = mixer.rateHz() / common;
        position = Math.ceilDiv(at, sourceStep) * sourceStep;
        outputPosition = position / sourceStep * (Sound.SAMPLE_RATE_HZ / common);
        started = true;
        hold(at);
        return at >= 0 && outputPosition <= sample - PREROLL_SECONDS / 2 * Sound.SAMPLE_RATE_HZ;
    }

    private void forget() {
        if (resampler != null) {
            resampler.close();
            resampler = null;
        }
        pendingStart = 0;
        pendingEnd = 0;
        silenceLeft = 0;
        frameHeld = false;
        ended = false;
        rebaseSeconds = 0;
        av_frame_unref(frame);
    }

    /** Matroska rounds to a millisecond, which still tells frames of one length apart. */
    private boolean containerIsTrusted(boolean fixed) {
        String container = source.container();
        return EXACT_CONTAINERS.stream().anyMatch(container::startsWith) || fixed && container.startsWith("matroska");
    }

    /**
     * Where the frame reached by a seek begins, at the source's rate; -1 where that is not certain. Frames of one length must
     * lie where counting them from the beginning puts them: some recorders write timestamps that waver by milliseconds.
     */
    private long soughtPosition(int rateHz, boolean fixed) {
        double exact = frameSeconds() * rateHz;
        if (Double.isNaN(exact)) {
            return -1;
        }
        if (!fixed) {
            return Math.round(exact);
        }
        if (frame.nb_samples() != usualSamples) {
            return -1;
        }
        long at = firstEnd + Math.round((exact - firstEnd) / usualSamples) * usualSamples;
        boolean coarse = tickSeconds <= COARSEST_ROUNDED_TICK_SECONDS;
        double tolerance = Math.max(1, coarse ? 1.5 * tickSeconds * rateHz : 0);
        return Math.abs(at - exact) <= tolerance ? at : -1;
    }

    /** Decodes until there is something pending; false at the end. */
    private boolean fill() {
        pendingStart = 0;
        pendingEnd = 0;
        while (pendingEnd == 0) {
            SoundResampler mixer = resampler;
            if (mixer != null && silenceLeft > 0) {
                int step = (int) Math.min(silenceLeft, SoundResampler.SILENCE_SAMPLES);
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
        if (!started) {
            firstEnd = at + frame.nb_samples();
        } else if (usualSamples == 0) {
            usualSamples = frame.nb_samples();
        }
        started = true;
        hold(at);
    }

    private void hold(long at) {
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

    private SoundResampler mixerFor(AVFrame like) {
        SoundResampler mixer = resampler;
        if (mixer != null && mixer.fits(like)) {
            return mixer;
        }
        if (mixer != null) { // the stream changes its format midway
            if (everyChannel
                    && (like.sample_rate() != mixer.rateHz()
                            || like.ch_layout().nb_channels() != mixer.outputChannels())) {
                throw source.corrupt("its channels or their rate change midway");
            }
            keep(mixer, mixer.finish());
            double ratio = like.sample_rate() / (double) mixer.rateHz();
            position = Math.round(position * ratio);
            expected = Math.round(expected * ratio);
            mixer.close();
        }
        resampler = null;
        try {
            mixer = new SoundResampler(like, everyChannel);
        } catch (IllegalStateException e) {
            throw source.corrupt("its sound has a form that cannot be converted (" + e.getMessage() + ")");
        }
        resampler = mixer;
        return mixer;
    }

    private void keep(SoundResampler mixer, int samples) {
        int count = samples * mixer.outputChannels();
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
