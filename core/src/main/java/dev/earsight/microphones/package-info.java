/**
 * Several microphones: where a sound comes from by the differences of its arrival times alone, without a network.
 *
 * <p>In: samples of several channels and a {@link dev.earsight.microphones.MicrophoneArray}, which says where each microphone
 * stands in the camera's frame. Between: {@link dev.earsight.microphones.CrossSpectra}, averages over frames, from which all
 * estimators start. Out: the delay between two channels ({@link dev.earsight.microphones.DelayEstimator}, generalized cross-correlation), directions
 * ({@link dev.earsight.microphones.SteeredResponse}, SRP-PHAT, and {@link dev.earsight.microphones.SubspaceSearch}, MUSIC), places on the
 * picture ({@link dev.earsight.microphones.CameraModel}, {@link dev.earsight.microphones.AcousticMap}). And back: {@link
 * dev.earsight.microphones.Room} gives what microphones in a room would have recorded. {@link dev.earsight.microphones.PictureListening} answers on a network's grid,
 * and {@link dev.earsight.microphones.Fusion} makes one answer of both.
 *
 * <p>The frame throughout is the camera's as OpenCV has it: x to the right, y down, z into the scene, in metres, the origin in
 * the camera's center. Delays are in seconds, {@code t_m - t_n}, positive where the sound reaches microphone n first.
 */
@NullMarked
package dev.earsight.microphones;

import org.jspecify.annotations.NullMarked;
