package dev.earsight.scene;

import dev.earsight.media.VideoFormat;
import java.util.List;

/**
 * What the scenes of one set have in common; everything else is drawn at random from {@code seed} and the scene's number.
 *
 * @param clipSeconds length of a clip
 * @param width pixels per row of the full picture
 * @param height rows of the full picture
 * @param framesPerSecond frame rate
 * @param soundingObjects visible things that sound
 * @param silentObjects visible things that do not
 * @param silentOnlyProbability for each silent thing, the probability of a class that never sounds anywhere
 * @param twins how many of the silent things are of a sounding one's class, on average: 1.5 are one or two, as often
 * @param offScreenProbability probability of another sound from outside the picture, 3-12 dB below the rest
 * @param nothingVisibleProbability probability that the only sound comes from outside, of a class that is not in sight
 * @param partTimeProbability for each sounding thing, the probability that it starts late or stops early
 * @param snrLowDb lowest ratio of sound to background noise, in dB
 * @param snrHighDb highest ratio of sound to background noise, in dB
 * @param backdrop what stands behind the things
 * @param sizeLow smallest thing: square root of its box's area, as a fraction of the picture's short side
 * @param sizeHigh largest thing, likewise; 0.26 to 0.40 of a 4:3 picture are 5 to 12 % of its area
 * @param motion how much things move: 0 not at all, 1 gently
 * @param cameraJitter largest shake of the camera, as a fraction of the short side
 * @param format container and encoders of the files written
 * @param seed first of the two numbers (with the scene's) that decide everything random
 * @param classes classes used, sounding and silent; empty means all that the source has
 * @param playing whether one sees things being played
 */
public record SceneConfig(
        double clipSeconds,
        int width,
        int height,
        int framesPerSecond,
        int soundingObjects,
        int silentObjects,
        double silentOnlyProbability,
        double twins,
        double offScreenProbability,
        double nothingVisibleProbability,
        double partTimeProbability,
        double snrLowDb,
        double snrHighDb,
        BackdropStyle backdrop,
        double sizeLow,
        double sizeHigh,
        double motion,
        double cameraJitter,
        VideoFormat format,
        long seed,
        List<String> classes,
        Playing playing) {

    /** Checks that every number is in its range. */
    public SceneConfig {
        classes = List.copyOf(classes);
        check(clipSeconds > 0 && clipSeconds <= 3600, "the clip length must be above 0 and at most 3600 seconds");
        check(width >= 16 && height >= 16, "the picture must be at least 16x16 pixels");
        check(framesPerSecond >= 1 && framesPerSecond <= 240, "the frame rate must be 1 to 240 per second");
        check(soundingObjects >= 0 && silentObjects >= 0, "the numbers of things must not be negative");
        for (double probability : new double[] {
            silentOnlyProbability, offScreenProbability, nothingVisibleProbability, partTimeProbability
        }) {
            check(probability >= 0 && probability <= 1, "a probability must be 0 to 1");
        }
        check(twins >= 0 && twins <= 16, "the twins must be 0 to 16");
        check(snrLowDb <= snrHighDb, "the lowest signal-to-noise ratio must not be above the highest");
        check(sizeLow > 0 && sizeLow <= sizeHigh && sizeHigh <= 1, "the sizes must be above 0, in order, at most 1");
        check(
                playing == Playing.UNSEEN || partTimeProbability == 0,
                "things that are seen playing play all the time; leave out the part-time probability");
        check(motion >= 0 && cameraJitter >= 0 && cameraJitter <= 0.2, "motion and jitter must be 0 or a little more");
    }

    /** The defaults: 4 s of 320x240 at 25 frames per second, one thing that sounds and two that do not. */
    public static SceneConfig defaults() {
        return new Builder().build();
    }

    /** Number of frames of a clip: frame {@code k} is shown at {@code k / framesPerSecond} seconds. */
    public int frameCount() {
        return Math.max(1, (int) Math.round(clipSeconds * framesPerSecond));
    }

    /** A builder that starts from this configuration. */
    public Builder with() {
        Builder builder = new Builder();
        builder.clipSeconds = clipSeconds;
        builder.width = width;
        builder.height = height;
        builder.framesPerSecond = framesPerSecond;
        builder.soundingObjects = soundingObjects;
        builder.silentObjects = silentObjects;
        builder.silentOnlyProbability = silentOnlyProbability;
        builder.twins = twins;
        builder.offScreenProbability = offScreenProbability;
        builder.nothingVisibleProbability = nothingVisibleProbability;
        builder.partTimeProbability = partTimeProbability;
        builder.snrLowDb = snrLowDb;
        builder.snrHighDb = snrHighDb;
        builder.backdrop = backdrop;
        builder.sizeLow = sizeLow;
        builder.sizeHigh = sizeHigh;
        builder.motion = motion;
        builder.cameraJitter = cameraJitter;
        builder.format = format;
        builder.seed = seed;
        builder.classes = classes;
        builder.playing = playing;
        return builder;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("Scene settings: " + rule);
        }
    }

    /** Collects settings; those not named keep their defaults. */
    public static final class Builder {
        private double clipSeconds = 4;
        private int width = 320;
        private int height = 240;
        private int framesPerSecond = 25;
        private int soundingObjects = 1;
        private int silentObjects = 2;
        private double silentOnlyProbability = 0.4;
        private double twins;
        private double offScreenProbability;
        private double nothingVisibleProbability;
        private double partTimeProbability;
        private double snrLowDb = 12;
        private double snrHighDb = 36;
        private BackdropStyle backdrop = BackdropStyle.SOURCE;
        private double sizeLow = 0.26;
        private double sizeHigh = 0.40;
        private double motion = 1;
        private double cameraJitter;
        private VideoFormat format = VideoFormat.MP4_H264_AAC;
        private long seed = 1;
        private List<String> classes = List.of();
        private Playing playing = Playing.UNSEEN;

        private Builder() {}

        /** Length of a clip in seconds. */
        public Builder clipSeconds(double seconds) {
            clipSeconds = seconds;
            return this;
        }

        /** Size of the full picture in pixels. */
        public Builder size(int newWidth, int newHeight) {
            width = newWidth;
            height = newHeight;
            return this;
        }

        /** Frame rate. */
        public Builder framesPerSecond(int rate) {
            framesPerSecond = rate;
            return this;
        }

        /** Numbers of visible things that sound and that do not. */
        public Builder objects(int sounding, int silent) {
            soundingObjects = sounding;
            silentObjects = silent;
            return this;
        }

        /** Probability that a silent thing is of a class that never sounds. */
        public Builder silentOnlyProbability(double probability) {
            silentOnlyProbability = probability;
            return this;
        }

        /** Probability that a silent thing of the sounding one's class is in the picture. */
        public Builder twins(double mean) {
            twins = mean;
            return this;
        }

        /** Probability of another sound from outside the picture. */
        public Builder offScreenProbability(double probability) {
            offScreenProbability = probability;
            return this;
        }

        /** Probability that nothing in the picture sounds. */
        public Builder nothingVisibleProbability(double probability) {
            nothingVisibleProbability = probability;
            return this;
        }

        /** Probability that a sounding thing starts late or stops early. */
        public Builder partTimeProbability(double probability) {
            partTimeProbability = probability;
            return this;
        }

        /** Range of the ratio of sound to background noise, in dB. */
        public Builder snrDb(double low, double high) {
            snrLowDb = low;
            snrHighDb = high;
            return this;
        }

        /** What stands behind the things. */
        public Builder backdrop(BackdropStyle style) {
            backdrop = style;
            return this;
        }

        /** Range of sizes: square root of the box's area, as a fraction of the short side. */
        public Builder objectSize(double low, double high) {
            sizeLow = low;
            sizeHigh = high;
            return this;
        }

        /** How much things move; 0 is not at all. */
        public Builder motion(double amount) {
            motion = amount;
            return this;
        }

        /** Largest shake of the camera, as a fraction of the short side. */
        public Builder cameraJitter(double fraction) {
            cameraJitter = fraction;
            return this;
        }

        /** Container and encoders of the files written. */
        public Builder format(VideoFormat newFormat) {
            format = newFormat;
            return this;
        }

        /** The seed. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Classes to use; empty means all. */
        public Builder classes(List<String> names) {
            classes = names;
            return this;
        }

        /** Whether one sees things being played; other than {@link Playing#UNSEEN} needs {@link PlayedThings}. */
        public Builder playing(Playing newPlaying) {
            playing = newPlaying;
            return this;
        }

        /** The configuration; throws {@link IllegalArgumentException} when a number is out of its range. */
        public SceneConfig build() {
            return new SceneConfig(
                    clipSeconds,
                    width,
                    height,
                    framesPerSecond,
                    soundingObjects,
                    silentObjects,
                    silentOnlyProbability,
                    twins,
                    offScreenProbability,
                    nothingVisibleProbability,
                    partTimeProbability,
                    snrLowDb,
                    snrHighDb,
                    backdrop,
                    sizeLow,
                    sizeHigh,
                    motion,
                    cameraJitter,
                    format,
                    seed,
                    classes,
                    playing);
        }
    }
}
