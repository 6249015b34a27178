package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What a media file says about itself; nothing is decoded. A damaged file may say more than it holds.
 *
 * @param durationSeconds from time zero to the end of the longer stream; NaN where the container does not say
 * @param width pixels as shown, after rotation and with square pixels; 0 without pictures
 * @param height pixels as shown
 * @param framesPerSecond average rate of the video; 0 without one
 * @param hasVideo whether there is a usable video stream; cover art and still pictures are none
 * @param hasAudio whether there is a usable audio stream
 * @param audioChannels 0 without sound
 * @param audioSampleRateHz 0 without sound
 * @param videoCodec FFmpeg's name, such as {@code h264}; empty without pictures
 * @param audioCodec FFmpeg's name, such as {@code aac}; empty without sound
 * @param container FFmpeg's names of the container, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param rotationDegrees clockwise turn already applied to {@code width} and {@code height}: 0, 90, 180 or 270
 * @param stillPicture whether this is a picture file (png, jpg, webp, heic...) rather than video or sound
 */
public record MediaInfo(
        double durationSeconds,
        int width,
        int height,
        double framesPerSecond,
        boolean hasVideo,
        boolean hasAudio,
        int audioChannels,
        int audioSampleRateHz,
        String videoCodec,
        String audioCodec,
        String container,
        int rotationDegrees,
        boolean stillPicture) {

    /**
     * Looks into a file.
     *
     * @throws MediaException if it is no media file, empty, damaged beyond opening, or cannot be read
     */
    public static MediaInfo probe(Path path) {
        return probe(path, DecodeOptions.DEFAULT);
    }

    /** As {@link #probe(Path)}, within the time limit of {@code options}. */
    public static MediaInfo probe(Path path, DecodeOptions options) {
        try (MediaSource source = MediaSource.open(path, options)) {
            return of(source);
        }
    }

    static MediaInfo of(MediaSource source) {
        boolean pictures = source.videoStream() != MediaSource.NONE;
        boolean still = source.stillPicture();
        boolean sound = source.audioStream() != MediaSource.NONE;
        int width = 0;
        int height = 0;
        int rotation = 0;
        double rate = 0;
        String videoCodec = "";
        if (pictures) {
            AVStream stream = source.stream(source.videoStream());
            Orientation orientation = source.orientation();
            int wide = PictureSizer.displayWidth(stream.codecpar().width(), source.pixelAspect());
            int high = stream.codecpar().height();
            width = orientation.swapsSides() ? high : wide;
            height = orientation.swapsSides() ? wide : high;
            rotation = orientation.clockwiseDegrees();
            rate = still ? 0 : FrameCursor.framesPerSecond(stream);
            videoCodec = avcodec_get_name(stream.codecpar().codec_id()).getString();
        }
        int channels = 0;
        int sampleRateHz = 0;
        String audioCodec = "";
        if (sound) {
            var parameters = source.stream(source.audioStream()).codecpar();
            channels = parameters.ch_layout().nb_channels();
            sampleRateHz = parameters.sample_rate();
            audioCodec = avcodec_get_name(parameters.codec_id()).getString();
        }
        return new MediaInfo(
                source.declaredDurationSeconds(),
                width,
                height,
                rate,
                pictures && !still,
                sound,
                channels,
                sampleRateHz,
                videoCodec,
                audioCodec,
                source.container(),
                rotation,
                still);
    }
}
