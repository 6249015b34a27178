package dev.earsight.media;

import java.util.function.Consumer;

/**
 * What to write; {@link #of} gives the usual video with mono 48 kHz sound, the {@code with} methods change one thing.
 *
 * @param format container and encoders
 * @param width pixels, of the pictures to be written; 0 for sound only
 * @param height pixels; 0 for sound only
 * @param rateNumerator frames per second is {@code rateNumerator / rateDenominator}
 * @param rateDenominator at least 1
 * @param variableRate pictures are written with explicit times, in milliseconds
 * @param soundChannels 0 for no sound, else 1 to 8
 * @param soundRateHz samples per second of the sound given and stored
 * @param clockwiseDegrees how far a player must turn the pictures to show them upright: 0, 90, 180 or 270
 * @param keyframeEvery frames from one keyframe to the next, at most
 * @param bFrames most B-frames in a row, 0 to 4; 0 for none
 * @param startSeconds added to all times, so that nothing begins at zero; 0 as a rule
 * @param soundDelaySeconds added to the times of the sound alone; 0 as a rule
 * @param soundBitsPerSecond of each channel, where the encoder loses anything
 * @param pictureBitsPerPixel of each frame, on average, where the encoder holds to a rate (H.264, VP9); 0 for the usual, which is
 *     plenty
 */
public record VideoSettings(
        VideoFormat format,
        int width,
        int height,
        int rateNumerator,
        int rateDenominator,
        boolean variableRate,
        int soundChannels,
        int soundRateHz,
        int clockwiseDegrees,
        int keyframeEvery,
        int bFrames,
        double startSeconds,
        double soundDelaySeconds,
        int soundBitsPerSecond,
        double pictureBitsPerPixel) {
    private static final int USUAL_SOUND_BITS_PER_SECOND = 128_000;

    /** Checks the ranges. */
    public VideoSettings {
        if (width < 0 || height < 0 || (width == 0) != (height == 0) || rateNumerator < 1 || rateDenominator < 1) {
            throw new IllegalArgumentException("No video of " + width + "x" + height + " pixels at " + rateNumerator
                    + "/" + rateDenominator + " frames per second can be written");
        }
        if (soundChannels < 0 || soundChannels > 8 || soundRateHz < 1 || (width == 0 && soundChannels == 0)) {
            throw new IllegalArgumentException("No sound of " + soundChannels + " channels at " + soundRateHz
                    + " samples per second can be written");
        }
        if (clockwiseDegrees % 90 != 0
                || keyframeEvery < 1
                || bFrames < 0
                || bFrames > 4
                || startSeconds < 0
                || startSeconds + soundDelaySeconds < 0
                || soundBitsPerSecond < 1
                || !(pictureBitsPerPixel >= 0)) {
            throw new IllegalArgumentException(
                    "Rotation goes by quarter turns, keyframes come every frame or more, no time or bit rate is negative");
        }
    }

    /** Video with mono 48 kHz sound; the rate may be a fraction such as 29.97 (taken as 30000/1001). */
    public static VideoSettings of(VideoFormat format, int width, int height, double framesPerSecond) {
        long thousandths = Math.round(framesPerSecond * 1000);
        int numerator = (int) thousandths;
        int denominator = 1000;
        if (thousandths % 1000 == 0) {
            numerator = (int) (thousandths / 1000);
            denominator = 1;
        } else if (Math.abs(framesPerSecond * 1.001 - Math.round(framesPerSecond)) < 1e-3) {
            numerator = (int) Math.round(framesPerSecond) * 1000;
            denominator = 1001;
        }
        return new VideoSettings(
                format,
                width,
                height,
                numerator,
                denominator,
                false,
                1,
                Sound.SAMPLE_RATE_HZ,
                0,
                50,
                0,
                0,
                0,
                USUAL_SOUND_BITS_PER_SECOND,
                0);
    }

    /** Sound only. */
    public static VideoSettings soundOnly(VideoFormat format, int channels, int rateHz) {
        return of(format, 0, 0, VideoFrame.PER_SECOND).withSound(channels, rateHz);
    }

    /** With so many channels at this rate. */
    public VideoSettings withSound(int channels, int rateHz) {
        return with(draft -> {
            draft.soundChannels = channels;
            draft.soundRateHz = rateHz;
        });
    }

    /** Without a sound track. */
    public VideoSettings silent() {
        return withSound(0, soundRateHz);
    }

    /** With explicit times for every picture. */
    public VideoSettings withVariableRate() {
        return with(draft -> draft.variableRate = true);
    }

    /** To be shown turned clockwise. */
    public VideoSettings withRotation(int degrees) {
        return with(draft -> draft.clockwiseDegrees = degrees);
    }

    /** With this structure of key and B-frames. */
    public VideoSettings withPictureGroups(int keyframesEvery, int bFramesInARow) {
        return with(draft -> {
            draft.keyframeEvery = keyframesEvery;
            draft.bFrames = bFramesInARow;
        });
    }

    /** With all times this much later. */
    public VideoSettings startingAt(double seconds) {
        return with(draft -> draft.startSeconds = seconds);
    }

    /** With the sound alone this much later, or earlier if negative. */
    public VideoSettings withSoundDelay(double seconds) {
        return with(draft -> draft.soundDelaySeconds = seconds);
    }

    /** With so many bits for a second of each channel of sound. */
    public VideoSettings withSoundBits(int perSecond) {
        return with(draft -> draft.soundBitsPerSecond = perSecond);
    }

    /** With so many bits for each pixel of each frame on average, however small that makes the file. */
    public VideoSettings withPictureBits(double perPixel) {
        return with(draft -> draft.pictureBitsPerPixel = perPixel);
    }

    private VideoSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new VideoSettings(
                format,
                width,
                height,
                rateNumerator,
                rateDenominator,
                draft.variableRate,
                draft.soundChannels,
                draft.soundRateHz,
                draft.clockwiseDegrees,
                draft.keyframeEvery,
                draft.bFrames,
                draft.startSeconds,
                draft.soundDelaySeconds,
                draft.soundBitsPerSecond,
                draft.pictureBitsPerPixel);
    }

    /** What the {@code with} methods change. */
    private static final class Draft {
        private boolean variableRate;
        private int soundChannels;
        private int soundRateHz;
        private int clockwiseDegrees;
        private int keyframeEvery;
        private int bFrames;
        private double startSeconds;
        private double soundDelaySeconds;
        private int soundBitsPerSecond;
        private double pictureBitsPerPixel;

        Draft(VideoSettings settings) {
            variableRate = settings.variableRate;
            soundChannels = settings.soundChannels;
            soundRateHz = settings.soundRateHz;
            clockwiseDegrees = settings.clockwiseDegrees;
            keyframeEvery = settings.keyframeEvery;
            bFrames = settings.bFrames;
            startSeconds = settings.startSeconds;
            soundDelaySeconds = settings.soundDelaySeconds;
            soundBitsPerSecond = settings.soundBitsPerSecond;
            pictureBitsPerPixel = settings.pictureBitsPerPixel;
        }
    }
}
