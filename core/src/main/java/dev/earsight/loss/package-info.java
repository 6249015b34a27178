/**
 * What training minimizes: the paper's logistic loss on single pairs, and two later losses that compare every picture of a
 * batch with every sound; in each, hard mismatches may weigh more.
 *
 * <p>In: similarities {@code (N)} or {@code (N, N)} and labels. Out: one number, and the log-odds it was judged by.
 */
@NullMarked
package dev.earsight.loss;

import org.jspecify.annotations.NullMarked;
