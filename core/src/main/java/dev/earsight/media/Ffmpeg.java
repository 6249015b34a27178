package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_codec_is_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.av_codec_iterate;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.javacpp.Pointer;

/** What every user of FFmpeg here needs: a quiet log, error texts, and the list of encoders in the build at hand. */
final class Ffmpeg {
    static final int EAGAIN;
    static final int END_OF_FILE = AVERROR_EOF;

    static {
        // FFmpeg would print every concealed error of every damaged file; errors reach the user as exceptions instead.
        av_log_set_level(AV_LOG_QUIET);
        EAGAIN = AVERROR_EAGAIN(); // differs between systems; callable only once the library above is loaded
    }

    private Ffmpeg() {}

    /** Loads the libraries and silences them, once. */
    static void load() {
        // The static initializer has done it.
    }

    static String errorText(int code) {
        byte[] text = new byte[256];
        av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    static boolean hasEncoder(String name) {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        return codec != null && !codec.isNull();
    }

    /** Names of all encoders in this build of FFmpeg. */
    static List<String> encoderNames() {
        List<String> names = new ArrayList<>();
        try (Pointer state = new Pointer()) {
            for (AVCodec codec = av_codec_iterate(state); codec != null; codec = av_codec_iterate(state)) {
                if (av_codec_is_encoder(codec) != 0) {
                    names.add(codec.name().getString());
                }
            }
        }
        return names;
    }
}
