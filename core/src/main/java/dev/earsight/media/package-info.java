/**
 * Files in, pictures and sound out, and back: a media file becomes RGB frames on the 25 frames-per-second grid and mono
 * 48 kHz sound at exact presentation times (FFmpeg in process); frames and sound become mp4 and png files.
 *
 * <p>In: a path. Out: {@link dev.earsight.media.RgbImage}, {@link dev.earsight.media.Sound}. Knows nothing of learning.
 */
@NullMarked
package dev.earsight.media;

import org.jspecify.annotations.NullMarked;
