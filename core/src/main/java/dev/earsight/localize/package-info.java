/**
 * Where in the picture does this sound come from.
 *
 * <p>In: a picture and a map of scores from a network. Out: the peak, boxes with scores, and pictures that show them.
 * Places are fractions of the picture (x to the right, y down, 0 to 1), so they hold at any size.
 */
@NullMarked
package dev.earsight.localize;

import org.jspecify.annotations.NullMarked;
