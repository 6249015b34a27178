package dev.earsight.microphones;

/**
 * One microphone.
 *
 * @param position metres, in the camera's frame
 * @param directivity how it hears
 * @param facing where its front points; of no account for {@link Directivity#OMNI}
 * @param channel its place among the recording's channels, from 0
 */
public record Microphone(Point position, Directivity directivity, Point facing, int channel) {
    /** One that hears the same from everywhere. */
    public static Microphone omni(Point position, int channel) {
        return new Microphone(position, Directivity.OMNI, new Point(0, 0, 1), channel);
    }
}
