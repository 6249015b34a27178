package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;
import static org.bytedeco.ffmpeg.global.avutil.av_samples_set_silence;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_matrix;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one format, rate and channel layout, mixed to mono and resampled to 48 kHz, or each channel for itself at its own rate;
 * output sample 0 is input sample 0.
 */
final class SoundResampler implements AutoCloseable {
    static final int SILENCE_SAMPLES = 4096;

    private final int rateHz;
    private final int format;
    private final int channels;
    private final int planes;
    private final int bytesPerStep;
    private final int outputRateHz;
    private final int outputChannels;
    private final SwrContext context;
    private final AVFrame silence;
    private final PointerPointer<Pointer> inputs;
    private final PointerPointer<Pointer> outputs = new PointerPointer<>(1);
    private FloatPointer output = new FloatPointer(8192);
    private float[] mixed = new float[8192];
    private long fed;
    private long given;

    SoundResampler(AVFrame like, boolean everyChannel) {
        rateHz = like.sample_rate();
        format = like.format();
        channels = like.ch_layout().nb_channels();
        outputRateHz = everyChannel ? rateHz : Sound.SAMPLE_RATE_HZ;
        outputChannels = everyChannel ? channels : 1;
        boolean planar = av_sample_fmt_is_planar(format) != 0;
        planes = planar ? channels : 1;
        bytesPerStep = av_get_bytes_per_sample(format) * (planar ? 1 : channels);
        inputs = new PointerPointer<>(planes);
        context = new SwrContext(null);
        try (AVChannelLayout from = new AVChannelLayout();
                AVChannelLayout to = new AVChannelLayout()) {
            av_channel_layout_copy(from, like.ch_layout());
            if (from.order() == AV_CHANNEL_ORDER_UNSPEC) {
                av_channel_layout_default(from, channels);
            }
            if (everyChannel) {
                av_channel_layout_copy(to, from);
            } else {
                av_channel_layout_default(to, 1);
            }
            int code = swr_alloc_set_opts2(context, to, AV_SAMPLE_FMT_FLT, outputRateHz, from, format, rateHz, 0, null);
            // Weights over all channels sum to at most 1: float output would otherwise be left to exceed full scale.
            av_opt_set_double(context, "rematrix_maxval", 1.0, 0);
            if (!everyChannel && from.order() == AV_CHANNEL_ORDER_UNSPEC) {
                double[] mean = new double[channels];
                Arrays.fill(mean, 1.0 / channels);
                swr_set_matrix(context, mean, channels);
            }
            if (code >= 0) {
                code = swr_init(context);
            }
            av_channel_layout_uninit(from);
            av_channel_layout_uninit(to);
            if (code < 0) {
                swr_free(context);
                throw new IllegalStateException("FFmpeg cannot convert " + channels + " channels at " + rateHz + " Hz: "
                        + Ffmpeg.errorText(code));
            }
            silence = av_frame_alloc();
            silence.format(format).sample_rate(rateHz).nb_samples(SILENCE_SAMPLES);
            av_channel_layout_copy(silence.ch_layout(), like.ch_layout());
            av_frame_get_buffer(silence, 0);
            av_samples_set_silence(silence.extended_data(), 0, SILENCE_SAMPLES, channels, format);
        }
    }

    int rateHz() {
        return rateHz;
    }

    /** How many channels come out. */
    int outputChannels() {
        return outputChannels;
    }

    boolean fits(AVFrame frame) {
        return frame.sample_rate() == rateHz
                && frame.format() == format
                && frame.ch_layout().nb_channels() == channels;
    }

    /** Feeds a frame's samples from {@code skipped} on; returns how many came out, in {@link #mixed}. */
    int feed(AVFrame frame, int skipped, int count) {
        for (int plane = 0; plane < planes; plane++) {
            inputs.put(plane, frame.extended_data(plane).position((long) skipped * bytesPerStep));
        }
        fed += count;
        int got = convert(inputs, count);
        given += got;
        return got;
    }

    /** Feeds {@code count} samples of silence, at most {@value #SILENCE_SAMPLES}; returns how many came out. */
    int feedSilence(int count) {
        return feed(silence, 0, count);
    }

    /** What is still inside, cut or padded so that all output together is {@code ceil(output rate / rate * input)} samples of each channel. */
    int finish() {
        long total = Math.ceilDiv(fed * outputRateHz, rateHz);
        int missing = Math.toIntExact(Math.max(0, total - given));
        int got = fed == 0 ? 0 : convert(null, 0);
        ensure(missing);
        for (int i = got * outputChannels; i < missing * outputChannels; i++) {
            mixed[i] = 0;
        }
        given += missing;
        return missing;
    }

    /** What came out last, sample by sample over the channels. */
    float[] mixed() {
        return mixed;
    }

    private int convert(@Nullable PointerPointer<Pointer> from, int count) {
        int room = swr_get_out_samples(context, count) + 256;
        ensure(room);
        outputs.put(0, output);
        int got = swr_convert(context, outputs, room, from, count);
        if (got < 0) {
            throw new IllegalStateException("FFmpeg cannot resample: " + Ffmpeg.errorText(got));
        }
        output.get(mixed, 0, got * outputChannels);
        return got;
    }

    private void ensure(int samples) {
        int room = samples * outputChannels;
        if (room > mixed.length) {
            output.close();
            output = new FloatPointer(room);
            mixed = Arrays.copyOf(mixed, room);
        }
    }

    @Override
    public void close() {
        swr_free(context);
        av_frame_free(silence);
        inputs.close();
        outputs.close();
        output.close();
    }
}
