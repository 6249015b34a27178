/**
 * Files to vectors with times: what a trained network makes of every second of a video, a sound or a picture.
 *
 * <p>In: a media file and a {@link dev.earsight.weights.TrainedNetwork}. Out: {@link dev.earsight.embed.Embedding}s of 128
 * dimensions, in order of time, a stretch at a time so that memory does not grow with the file.
 */
@NullMarked
package dev.earsight.embed;

import org.jspecify.annotations.NullMarked;
