/**
 * Several processes, on one machine or many, that train one network: each is a rank, and all hold the same weights.
 *
 * <p>In: tensors of this process. Out: tensors of all of them, put one after another ({@link dev.earsight.ranks.Ranks#gather}) or
 * averaged; gradients averaged while they are still being computed ({@link dev.earsight.ranks.GradientAverage}). The collectives are
 * torch's own (c10d, over Gloo or, on GPUs, NCCL). A rank that ends or falls silent ends the others, by name.
 */
@NullMarked
package dev.earsight.ranks;

import org.jspecify.annotations.NullMarked;
