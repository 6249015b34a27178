package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import dev.earsight.media.MediaException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * An opened file: its first usable video and audio stream, their common time zero, and their packets.
 *
 * <p>Time zero is the same for both: the start of the video, moved earlier by whole grid frames (1/25 s) if the audio starts
 * before it, so that the first frame always lies on the grid. What is left of the audio before zero (under 40 ms) is dropped;
 * audio that starts later is preceded by silence. Without video, zero is the start of the audio. "Start" is FFmpeg's stream start: edit lists
 * applied, encoder priming signalled by the container taken off.
 */
final class MediaSource implements AutoCloseable {
    static final int NONE = -1;

    /** Starts further apart than this are damage, not a late stream. */
    private static final double LARGEST_START_DIFFERENCE_SECONDS = 600;

    /** One for all sources: JavaCPP has only ten native entry points per callback class. The opaque pointer says when to stop. */
    private static final AVIOInterruptCB.Callback_Pointer STOP_AT_DEADLINE = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer deadline) {
            return System.nanoTime() - new LongPointer(deadline).get() > 0 ? 1 : 0;
        }
    };

    private static final Set<String> STILL_BRANDS = Set.of("avif", "heic", "heix", "mif1");

    private final Path path;
    private final LongPointer deadlineNanos;
    private final boolean limited;
    private final AVFormatContext context;
    private final AVPacket packet;
    private final int videoStream;
    private final int audioStream;
    private final double originSeconds;
    private boolean closed;

    private MediaSource(Path path, LongPointer deadlineNanos, boolean limited, AVFormatContext context) {
        this.path = path;
        this.deadlineNanos = deadlineNanos;
        this.limited = limited;
        this.context = context;
        this.packet = av_packet_alloc();
        this.videoStream = firstUsable(AVMEDIA_TYPE_VIDEO);
        this.audioStream = firstUsable(AVMEDIA_TYPE_AUDIO);
        this.originSeconds = commonOrigin();
    }

    /** Opens {@code path} and looks into it far enough to know its streams. */
    static MediaSource open(Path path, DecodeOptions options) {
        Ffmpeg.load();
        requireReadable(path);
        LongPointer deadline = new LongPointer(1);
        boolean limited = !options.timeLimit().isZero();
        deadline.put(System.nanoTime() + (limited ? options.timeLimit().toNanos() : Long.MAX_VALUE / 2));
        AVFormatContext context = avformat_alloc_context();
        context.interrupt_callback().callback(STOP_AT_DEADLINE).opaque(deadline);
        // Only files: a playlist must not send the program onto the network.
        av_opt_set(context, "protocol_whitelist", "file", 0);
        int code = avformat_open_input(context, "file:" + path.toAbsolutePath(), null, null);
        if (code >= 0) {
            code = findStreams(context, options.maxPixels());
            if (code < 0) {
                avformat_close_input(context);
            }
        }
        if (code < 0) {
            boolean late = limited && System.nanoTime() - deadline.get() > 0;
            deadline.close();
            throw late ? timedOut(path) : unusable(path, Ffmpeg.errorText(code));
        }
        MediaSource source = new MediaSource(path, deadline, limited, context);
        if (source.videoStream == NONE && source.audioStream == NONE && !MediaSignature.of(path)) {
            source.close(); // subtitle formats will open almost any text
            throw unusable(path, "neither picture nor sound was found");
        }
        return source;
    }

    /** What the header does not say is learned by decoding a first frame, which has to mind the limit, too. */
    private static int findStreams(AVFormatContext context, long maxPixels) {
        int count = context.nb_streams();
        try (PointerPointer<AVDictionary> perStream = new PointerPointer<>(Math.max(1, count))) {
            for (int i = 0; i < count; i++) {
                AVDictionary options = new AVDictionary(null);
                av_dict_set(options, "max_pixels", Long.toString(maxPixels), 0);
                perStream.put(i, options);
            }
            int code = avformat_find_stream_info(context, count == 0 ? null : perStream);
            for (int i = 0; i < count; i++) {
                av_dict_free(new AVDictionary(perStream.get(i)));
            }
            return code;
        }
    }

    Path path() {
        return path;
    }

    AVFormatContext context() {
        return context;
    }

    int videoStream() {
        return videoStream;
    }

    int audioStream() {
        return audioStream;
    }

    double originSeconds() {
        return originSeconds;
    }

    AVStream stream(int index) {
        return context.streams(index);
    }

    String container() {
        return context.iformat().name().getString();
    }

    /** Whether this is a picture file (png, jpg, webp, heic...) rather than a video. */
    boolean stillPicture() {
        String container = container();
        if (container.equals("image2") || container.endsWith("_pipe")) {
            return true;
        }
        AVDictionaryEntry brand = av_dict_get(context.metadata(), "major_brand", null, 0);
        return brand != null && STILL_BRANDS.contains(brand.value().getString().strip());
    }

    /** Leaves out of {@link #read} all streams but this one: their bytes are not even looked at where the container allows. */
    void only(int stream) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != stream) {
                stream(i).discard(AVDISCARD_ALL);
            }
        }
    }

    /** The next packet of {@code stream}, valid until the next call; null at the end of what can be read. */
    @Nullable
    AVPacket read(int stream) {
        while (true) {
            av_packet_unref(packet);
            if (limited && System.nanoTime() - deadlineNanos.get() > 0) {
                throw timedOut(path);
            }
            int code = av_read_frame(context, packet);
            if (code == Ffmpeg.EAGAIN) {
                continue;
            }
            if (code < 0) {
                return null; // the end, or damage the demuxer cannot get past: both are the end of what there is
            }
            if (packet.stream_index() == stream) {
                return packet;
            }
        }
    }

    /** Goes to the last keyframe at or before {@code seconds} as the container's index has it; false where it cannot. */
    boolean seek(int stream, double seconds) {
        AVRational base = stream(stream).time_base();
        long target = Math.round((seconds + originSeconds) * base.den() / base.num());
        return av_seek_frame(context, stream, target, AVSEEK_FLAG_BACKWARD) >= 0;
    }

    /** Seconds after time zero of a stream's timestamp. */
    double seconds(int stream, long timestamp) {
        AVRational base = stream(stream).time_base();
        return timestamp * (double) base.num() / base.den() - originSeconds;
    }

    /** How long the file says that it lasts, from time zero; NaN where it does not say. */
    double declaredDurationSeconds() {
        double end = Double.NaN;
        for (int index : new int[] {videoStream, audioStream}) {
            if (index != NONE && stream(index).duration() > 0) {
                double streamEnd = start(index)
                        + stream(index).duration()
                                * (double) stream(index).time_base().num()
                                / stream(index).time_base().den();
                end = Double.isNaN(end) ? streamEnd : Math.max(end, streamEnd);
            }
        }
        if (Double.isNaN(end) && context.duration() > 0) {
            double start = context.start_time() == AV_NOPTS_VALUE() ? 0 : context.start_time() / (double) AV_TIME_BASE;
            end = start + context.duration() / (double) AV_TIME_BASE;
        }
        return end - originSeconds;
    }

    Orientation orientation() {
        AVCodecParameters parameters = stream(videoStream).codecpar();
        AVPacketSideData matrix = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < 36) {
            return Orientation.UPRIGHT;
        }
        return Orientation.fromDisplayMatrix(
                matrix.data().capacity(matrix.size()).asByteBuffer());
    }

    /** Width over height of one pixel of the video; 1 where the file says nothing or nonsense. */
    double pixelAspect() {
        AVRational declared = stream(videoStream).sample_aspect_ratio();
        if (declared.num() == 0) {
            declared = stream(videoStream).codecpar().sample_aspect_ratio();
        }
        double aspect = declared.den() == 0 ? 1 : declared.num() / (double) declared.den();
        return aspect > 0.1 && aspect < 10 ? aspect : 1;
    }

    /** The failure to throw when a stream has packets but none of them decodes. */
    MediaException corrupt(String what) {
        return new MediaException(
                Reason.CORRUPT, path, what + "; the file is damaged or incomplete: fetch or export it again");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avformat_close_input(context);
            deadlineNanos.close();
        }
    }

    private int firstUsable(int type) {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = stream(i).codecpar();
            boolean sized = type == AVMEDIA_TYPE_VIDEO
                    ? parameters.width() > 0 && parameters.height() > 0
                    : parameters.sample_rate() > 0 && parameters.ch_layout().nb_channels() > 0;
            if (parameters.codec_type() == type
                    && sized
                    && (stream(i).disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0
                    && avcodec_find_decoder(parameters.codec_id()) != null) {
                return i;
            }
        }
        return NONE;
    }

    private double commonOrigin() {
        if (videoStream == NONE) {
            return audioStream == NONE ? 0 : start(audioStream);
        }
        double video = start(videoStream);
        if (audioStream == NONE) {
            return video;
        }
        double earlier = video - start(audioStream);
        if (earlier <= 0 || earlier > LARGEST_START_DIFFERENCE_SECONDS) {
            return video;
        }
        return video - Math.floor(earlier * VideoFrame.PER_SECOND + 1e-6) / VideoFrame.PER_SECOND;
    }

    private double start(int index) {
        AVStream stream = stream(index);
        if (stream.start_time() != AV_NOPTS_VALUE()) {
            return stream.start_time()
                    * (double) stream.time_base().num()
                    / stream.time_base().den();
        }
        return context.start_time() == AV_NOPTS_VALUE() ? 0 : context.start_time() / (double) AV_TIME_BASE;
    }

    private static void requireReadable(Path path) {
        try {
            if (!Files.exists(path)) {
                throw new MediaException(Reason.UNREADABLE, path, "there is no such file; check the name");
            }
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new MediaException(
                        Reason.UNREADABLE, path, "this is not a file that may be read; check its kind and permissions");
            }
            if (Files.size(path) == 0) {
                throw new MediaException(Reason.EMPTY, path, "the file has no bytes; fetch or export it again");
            }
        } catch (IOException e) {
            throw new MediaException(Reason.UNREADABLE, path, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static MediaException timedOut(Path path) {
        return new MediaException(
                Reason.TIMED_OUT, path, "reading took longer than the limit; raise the limit or leave the file out");
    }

    private static MediaException unusable(Path path, String why) {
        return MediaSignature.of(path)
                ? new MediaException(
                        Reason.CORRUPT,
                        path,
                        "cut short or damaged (" + why + "); fetch or export it again, or repair it with ffmpeg")
                : new MediaException(
                        Reason.NOT_MEDIA, path, "not a media file, whatever its name says (" + why + "); leave it out");
    }
}
