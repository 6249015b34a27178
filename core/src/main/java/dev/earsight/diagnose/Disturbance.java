package dev.earsight.diagnose;

/** One thing about the pictures or the sounds that is changed while all else stays. */
public enum Disturbance {
    /** The second around another frame of the same clip, at least half a second away. */
    SHIFTED_SOUND("sound of another time of the clip", Side.SOUND),
    /** No sound at all. */
    SILENCE("silence", Side.SOUND),
    /** White noise of the sound's own level: only how loud it is remains. */
    NOISE("white noise as loud", Side.SOUND),
    /** Matches and mismatches alike get the sound of a stranger. */
    SHUFFLED_SOUND("shuffled sound", Side.SOUND),
    /** Encoded and decoded: what a codec leaves is changed, what is heard hardly. */
    AAC_SOUND("sound through AAC, 24 kbit/s", Side.SOUND),
    /** The same with another codec. */
    MP3_SOUND("sound through MP3, 32 kbit/s", Side.SOUND),
    /** Every sound moved off the grid of frame times by up to half a frame. */
    JITTER("sound off the frame grid", Side.SOUND),
    /** Only the mismatches' sounds moved: a network that hears the grid itself gets better. */
    JITTERED_MISMATCHES("mismatched sound off the frame grid", Side.SOUND),
    /** The same grey everywhere and for every picture. */
    GREY_PICTURE("plain grey picture", Side.PICTURE),
    /** Brightness only. */
    COLORLESS_PICTURE("picture without colors", Side.PICTURE),
    /** Nothing finer than a fortieth of the picture's shorter side. */
    BLURRED_PICTURE("blurred picture", Side.PICTURE),
    /** Left and right change places. */
    MIRRORED_PICTURE("mirrored picture", Side.PICTURE),
    /** Blocks and smeared colors. */
    JPEG_PICTURE("picture through JPEG, quality 10", Side.PICTURE),
    /** What a video codec leaves at a rate as of the smallest downloads: smoothed, moved, in blocks. */
    H264_PICTURE("picture through H.264, 0.03 bits a pixel", Side.PICTURE),
    /** Where watermarks are: a fifth of the width and height in each corner becomes the mean color. */
    MASKED_CORNERS("corners masked", Side.PICTURE),
    /** The middle half of the width and height becomes the mean color. */
    MASKED_CENTER("center masked", Side.PICTURE);

    /** What is changed. */
    enum Side {
        SOUND,
        PICTURE
    }

    private final String label;
    private final Side side;

    Disturbance(String label, Side side) {
        this.label = label;
        this.side = side;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** Whether pictures are changed rather than sounds. */
    public boolean ofPicture() {
        return side == Side.PICTURE;
    }

    /** Whether it makes one and the same input of every moment. */
    boolean leavesOneInput() {
        return this == GREY_PICTURE || this == SILENCE;
    }

    /** Whether nothing is left by which a match could be known, so that guessing is all there is. */
    public boolean leavesNothing() {
        return this == SILENCE || this == SHUFFLED_SOUND || this == GREY_PICTURE;
    }
}
