package dev.earsight.embed;

import dev.earsight.media.RgbImage;
import java.util.Optional;

/**
 * One moment of a file: the picture shown then and the second of sound around it.
 *
 * @param seconds when, from the start of the file
 * @param picture the picture, or nothing where the file has no (more) pictures
 * @param samples 48,000 samples around the moment, or nothing where the file has no sound; within half a second of the
 *     file's ends the window is the first or last second, and a file shorter than a second ends in silence
 */
@SuppressWarnings("ArrayRecordComponent") // a second of samples, read once
public record Moment(double seconds, Optional<RgbImage> picture, Optional<float[]> samples) {}
