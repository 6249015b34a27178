/**
 * Files in, pictures and sound out, and back: a media file becomes RGB frames on the 25 frames-per-second grid and mono
 * 48 kHz sound at exact presentation times (FFmpeg in process); frames and sound become video, png and wav files.
 *
 * <p>In: a path. Out: {@link dev.earsight.media.RgbImage}, {@link dev.earsight.media.Sound}; from front to back by
 * {@link dev.earsight.media.FrameReader} and {@link dev.earsight.media.AudioReader} (channel by channel: {@link dev.earsight.media.MultichannelReader}), at any time by
 * {@link dev.earsight.media.MediaFile}, all three with one time zero. Back: {@link dev.earsight.media.VideoWriter},
 * {@link dev.earsight.media.ImageFile}, {@link dev.earsight.media.SoundFile}, and {@link dev.earsight.media.JpegCodec} for
 * pictures in memory. A file that cannot be used ends in a {@link dev.earsight.media.MediaException} with its reason. Knows
 * nothing of learning.
 */
@NullMarked
package dev.earsight.media;

import org.jspecify.annotations.NullMarked;
