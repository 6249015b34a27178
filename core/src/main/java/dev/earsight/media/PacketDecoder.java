package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one stream of a source, packet by packet; damaged packets are passed over and counted. */
final class PacketDecoder implements AutoCloseable {
    private final MediaSource source;
    private final int stream;
    private final AVCodecContext context;
    private boolean drained;
    private boolean awaitingKeyframe;
    private double keyframeSeconds = Double.NEGATIVE_INFINITY;
    private int packets;
    private int corruptPackets;
    private boolean closed;

    PacketDecoder(MediaSource source, int stream, DecodeOptions options) {
        this.source = source;
        this.stream = stream;
        source.only(stream);
        AVStream avStream = source.stream(stream);
        AVCodec codec = avcodec_find_decoder(avStream.codecpar().codec_id());
        context = avcodec_alloc_context3(codec);
        int code = avcodec_parameters_to_context(context, avStream.codecpar());
        context.pkt_timebase(avStream.time_base())
                .thread_count(options.threads())
                .max_pixels(options.maxPixels());
        if (code >= 0) {
            code = avcodec_open2(context, codec, (AVDictionary) null);
        }
        if (code < 0) {
            avcodec_free_context(context);
            throw source.corrupt(
                    "its " + codec.name().getString() + " stream cannot be opened (" + Ffmpeg.errorText(code) + ")");
        }
    }

    /** Decodes the next frame into {@code frame}, in presentation order; false at the end. */
    boolean next(AVFrame frame) {
        while (true) {
            int code = avcodec_receive_frame(context, frame);
            if (code >= 0) {
                return true;
            }
            if (code == Ffmpeg.END_OF_FILE || drained && code == Ffmpeg.EAGAIN) {
                return false;
            }
            if (code != Ffmpeg.EAGAIN) {
                corruptPackets++;
                if (drained) {
                    return false;
                }
            }
            send(source.read(stream));
        }
    }

    private void send(@Nullable AVPacket packet) {
        if (packet == null) {
            drained = true;
            avcodec_send_packet(context, null);
            return;
        }
        packets++;
        if (awaitingKeyframe) {
            if ((packet.flags() & AV_PKT_FLAG_KEY) == 0) {
                return;
            }
            awaitingKeyframe = false;
            long timestamp = packet.pts() == AV_NOPTS_VALUE() ? packet.dts() : packet.pts();
            keyframeSeconds =
                    timestamp == AV_NOPTS_VALUE() ? Double.POSITIVE_INFINITY : source.seconds(stream, timestamp);
        }
        int code = avcodec_send_packet(context, packet);
        if (code < 0 && code != Ffmpeg.EAGAIN) {
            corruptPackets++;
        }
    }

    /** Forgets what was read so far, after a seek: decoding begins again at the next keyframe. */
    void restart() {
        avcodec_flush_buffers(context);
        drained = false;
        awaitingKeyframe = true;
        keyframeSeconds = Double.POSITIVE_INFINITY;
    }

    /** Time of the keyframe decoding began with after the last {@link #restart}; what is shown before it may be damaged. */
    double keyframeSeconds() {
        return keyframeSeconds;
    }

    int packets() {
        return packets;
    }

    /** Counts a frame that came out unusable. */
    void countCorrupt() {
        corruptPackets++;
    }

    int corruptPackets() {
        return corruptPackets;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec_free_context(context);
        }
    }
}
