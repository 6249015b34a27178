package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One encoder and its stream in the file being written. */
final class PacketEncoder implements AutoCloseable {
    private final AVCodec codec;
    private final AVCodecContext context;
    private final AVStream stream;
    private final AVDictionary options = new AVDictionary(null);
    private final AVPacket packet = av_packet_alloc();

    PacketEncoder(AVFormatContext file, String name, boolean globalHeader) {
        codec = avcodec_find_encoder_by_name(name);
        context = avcodec_alloc_context3(codec);
        stream = avformat_new_stream(file, codec);
        if (globalHeader) {
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    AVCodec codec() {
        return codec;
    }

    AVCodecContext context() {
        return context;
    }

    AVStream stream() {
        return stream;
    }

    PacketEncoder option(String key, String value) {
        av_dict_set(options, key, value, 0);
        return this;
    }

    void open() {
        int code = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (code >= 0) {
            code = avcodec_parameters_from_context(stream.codecpar(), context);
        }
        if (code < 0) {
            close();
            throw new IllegalStateException("encoder " + codec.name().getString() + ": " + Ffmpeg.errorText(code));
        }
        stream.time_base(context.time_base());
    }

    /** Encodes a frame, or with null all that is still inside; the packets carry the stream's time base. */
    void encode(@Nullable AVFrame frame, Consumer<AVPacket> sink) {
        int code = avcodec_send_frame(context, frame);
        while (code >= 0) {
            code = avcodec_receive_packet(context, packet);
            if (code >= 0) {
                av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
                packet.stream_index(stream.index());
                sink.accept(packet);
            }
        }
        if (code != Ffmpeg.EAGAIN && code != Ffmpeg.END_OF_FILE) {
            throw new IllegalStateException("encoder " + codec.name().getString() + ": " + Ffmpeg.errorText(code));
        }
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
    }
}
