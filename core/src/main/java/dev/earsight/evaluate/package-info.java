/**
 * How good is it, and compared with what.
 *
 * <p>In: predictions and truth as arrays and names; nothing of networks or media. Out: numbers that are never alone: each
 * with its count, a 95 % interval, chance and baselines ({@link dev.earsight.evaluate.Measure}).
 */
@NullMarked
package dev.earsight.evaluate;

import org.jspecify.annotations.NullMarked;
