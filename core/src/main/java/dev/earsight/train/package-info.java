/**
 * Training: one visible loop ({@link dev.earsight.train.Trainer}); logging, checkpoints and stopping are listeners.
 *
 * <p>In: clips and one immutable {@link dev.earsight.train.TrainConfig}. Out: a run folder with checkpoints, the learning
 * curves as CSV and TensorBoard events, and the configuration as it was used.
 */
@NullMarked
package dev.earsight.train;

import org.jspecify.annotations.NullMarked;
