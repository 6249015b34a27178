/**
 * Optical flow by OpenCV. In: two pictures of equal size. Out: a {@link dev.earsight.shard.FlowField}, where each pixel of the
 * first is in the second. {@link dev.earsight.motion.TvL1Flow} is the paper's method, {@link dev.earsight.motion.DisFlow} is
 * some seventy times faster. A module of its own, so that whoever needs no flow need not carry OpenCV.
 */
@NullMarked
package dev.earsight.motion;

import org.jspecify.annotations.NullMarked;
