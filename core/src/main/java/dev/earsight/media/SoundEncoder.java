package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The sound stream of a file being written: float samples in, packets of the container's codec out.
 *
 * <p>Encoders put priming samples in front. Mp4, Matroska and Ogg say how many, and a decoder removes them. AVI has no
 * place for it: there the sound would come back 1105 samples (23 ms) late with MP3. So silence is added in front until the
 * delay is a whole number of packets, and those packets are not stored; nor may a packet then lean on bits of an earlier one
 * ({@code reservoir=0}).
 */
final class SoundEncoder implements AutoCloseable {
    private static final int PCM_FRAME_SAMPLES = 1024;

    private final PacketEncoder encoder;
    private final Consumer<AVPacket> sink;
    private final float[][] waiting;
    private int waitingSamples;
    private final FloatPointer planes;
    private final PointerPointer<Pointer> planePointers;
    private final SwrContext converter = new SwrContext(null);
    private final AVFrame frame = av_frame_alloc();
    private final int frameSamples;
    private final boolean unsignalledPriming;
    private long ticks;

    SoundEncoder(AVFormatContext file, VideoSettings settings, boolean globalHeader, Consumer<AVPacket> sink) {
        this.sink = sink;
        String name = settings.format().audioEncoder();
        int channels = settings.soundChannels();
        encoder = new PacketEncoder(file, name, globalHeader);
        AVCodecContext context = encoder.context();
        int format = switch (name) {
            case "aac", "libmp3lame" -> AV_SAMPLE_FMT_FLTP;
            case "libopus" -> AV_SAMPLE_FMT_FLT;
            default -> AV_SAMPLE_FMT_S16;
        };
        context.sample_rate(settings.soundRateHz()).sample_fmt(format);
        context.bit_rate((long) settings.soundBitsPerSecond() * channels);
        context.time_base().num(1).den(settings.soundRateHz());
        av_channel_layout_default(context.ch_layout(), channels);
        unsignalledPriming = settings.format() == VideoFormat.AVI_MPEG4_MP3;
        if (unsignalledPriming) {
            encoder.option("reservoir", "0");
        }
        encoder.open();
        frameSamples = context.frame_size() > 0 ? context.frame_size() : PCM_FRAME_SAMPLES;
        waiting = new float[channels][frameSamples];
        planes = new FloatPointer((long) channels * frameSamples);
        planePointers = new PointerPointer<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            // An untyped pointer counts its position in bytes.
            planePointers.put(channel, new BytePointer(planes).position((long) channel * frameSamples * Float.BYTES));
        }
        int rate = settings.soundRateHz();
        swr_alloc_set_opts2(
                converter, context.ch_layout(), format, rate, context.ch_layout(), AV_SAMPLE_FMT_FLTP, rate, 0, null);
        frame.format(format).sample_rate(rate).nb_samples(frameSamples);
        av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        if (swr_init(converter) < 0 || av_frame_get_buffer(frame, 0) < 0) {
            throw new IllegalStateException("encoder " + name + " cannot take " + channels + " channels");
        }
        ticks = Math.round((settings.startSeconds() + settings.soundDelaySeconds()) * rate);
        if (unsignalledPriming) {
            waitingSamples = Math.floorMod(-context.initial_padding(), frameSamples);
            ticks -= waitingSamples;
        }
    }

    void write(float[][] channels) {
        if (channels.length != waiting.length) {
            throw new IllegalArgumentException(
                    channels.length + " channels do not fit a file of " + waiting.length + " channels");
        }
        int total = channels[0].length;
        for (int done = 0; done < total; ) {
            int some = Math.min(total - done, frameSamples - waitingSamples);
            for (int channel = 0; channel < channels.length; channel++) {
                System.arraycopy(channels[channel], done, waiting[channel], waitingSamples, some);
            }
            waitingSamples += some;
            done += some;
            if (waitingSamples == frameSamples) {
                encodeWaiting();
            }
        }
    }

    void finish() {
        if (waitingSamples > 0) {
            encodeWaiting();
        }
        encoder.encode(null, this::store);
    }

    private void encodeWaiting() {
        for (int channel = 0; channel < waiting.length; channel++) {
            planes.position((long) channel * frameSamples).put(waiting[channel], 0, waitingSamples);
        }
        planes.position(0);
        frame.nb_samples(frameSamples);
        av_frame_make_writable(frame);
        swr_convert(converter, frame.extended_data(), waitingSamples, planePointers, waitingSamples);
        frame.nb_samples(waitingSamples).pts(ticks);
        ticks += waitingSamples;
        waitingSamples = 0;
        encoder.encode(frame, this::store);
    }

    private void store(AVPacket packet) {
        if (!unsignalledPriming || packet.pts() >= 0) {
            sink.accept(packet);
        }
    }

    @Override
    public void close() {
        encoder.close();
        swr_free(converter);
        av_frame_free(frame);
        planes.close();
        planePointers.close();
    }
}
