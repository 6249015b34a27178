/**
 * One visible loop; everything but the step itself listens to it.
 *
 * <p>In: training pairs and a network. Out: checkpoints, {@code metrics.csv} and TensorBoard event files.
 */
@NullMarked
package dev.earsight.train;

import org.jspecify.annotations.NullMarked;
