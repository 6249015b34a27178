/**
 * What a trained network leans on: shortcuts of the data, one side alone, the middle of the picture, the trace of a codec.
 *
 * <p>In: a trained network, clips and the rule its training pairs were drawn by. Out: {@link dev.earsight.diagnose.Diagnosis}:
 * what changes when one thing about picture or sound is changed, on the same pairs; whether one side of a pair gives the
 * answer away; whether the vectors are spread; whether the map follows the sound; how to choose the point from which on
 * something is said to be visible; and {@link dev.earsight.diagnose.Findings}, all of it in sentences.
 */
@NullMarked
package dev.earsight.diagnose;

import org.jspecify.annotations.NullMarked;
