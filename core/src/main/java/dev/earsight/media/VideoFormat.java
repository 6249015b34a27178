package dev.earsight.media;

/**
 * What {@link VideoWriter} can write: a container with an encoder for pictures and one for sound. An empty encoder name means
 * that the format has none of the kind.
 */
public enum VideoFormat {
    /** The everyday video: H.264 by openh264 (no B-frames, even sizes), AAC. */
    MP4_H264_AAC("mp4", "libopenh264", "aac"),
    /** MPEG-4 part 2 in mp4: unlike openh264 it can have B-frames and odd sizes. */
    MP4_MPEG4_AAC("mp4", "mpeg4", "aac"),
    /** VP9 and Opus. */
    WEBM_VP9_OPUS("webm", "libvpx-vp9", "libopus"),
    /** MPEG-4 part 2 and MP3, as old camcorders. */
    AVI_MPEG4_MP3("avi", "mpeg4", "libmp3lame"),
    /** Motion JPEG and uncompressed 16-bit sound. */
    MOV_MJPEG_PCM("mov", "mjpeg", "pcm_s16le"),
    /** Lossless both: FFV1 pictures in RGB, FLAC (16-bit). */
    MKV_FFV1_FLAC("matroska", "ffv1", "flac"),
    /** H.264 and AAC in Matroska, which is readable up to where the writing stopped. */
    MKV_H264_AAC("matroska", "libopenh264", "aac"),
    /** Broadcast: MPEG-2 and AAC in a transport stream, whose clock does not begin at zero. */
    TS_MPEG2_AAC("mpegts", "mpeg2video", "aac"),
    /** Sound only: MP3. */
    MP3("mp3", "", "libmp3lame"),
    /** Sound only: Opus in Ogg. */
    OGG_OPUS("ogg", "", "libopus"),
    /** Sound only: FLAC, 16-bit. */
    FLAC("flac", "", "flac"),
    /** Sound only: AAC in mp4. */
    M4A_AAC("ipod", "", "aac");

    private final String container;
    private final String videoEncoder;
    private final String audioEncoder;

    VideoFormat(String container, String videoEncoder, String audioEncoder) {
        this.container = container;
        this.videoEncoder = videoEncoder;
        this.audioEncoder = audioEncoder;
    }

    String container() {
        return container;
    }

    String videoEncoder() {
        return videoEncoder;
    }

    String audioEncoder() {
        return audioEncoder;
    }

    /** Whether this build of FFmpeg has the encoders the format needs. */
    public boolean isAvailable() {
        return (videoEncoder.isEmpty() || Ffmpeg.hasEncoder(videoEncoder)) && Ffmpeg.hasEncoder(audioEncoder);
    }
}
