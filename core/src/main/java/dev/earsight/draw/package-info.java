/**
 * What every picture made by the program is drawn with: letters and line charts that need no fonts on the machine.
 *
 * <p>In: numbers and words. Out: pixels. Knows nothing of networks, files or sound.
 */
@NullMarked
package dev.earsight.draw;

import org.jspecify.annotations.NullMarked;
