/** Earsight: learns from unlabelled video which things make which sounds, and shows where. */
@NullMarked
package dev.earsight;

import org.jspecify.annotations.NullMarked;
