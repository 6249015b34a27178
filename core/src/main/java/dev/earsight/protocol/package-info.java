/**
 * Scores anyone's maps of where a sound comes from, under the rules of whoever published them or under our own.
 *
 * <p>In: one score map per item, from files or from memory, and annotations. Out: measures, each with n, an interval and what
 * constant maps reach, and what was found for every item. The rules are gathered in {@link dev.earsight.protocol.Protocol};
 * they differ between codebases by up to 28 points on the same maps, so no number is without its protocol's name. Nothing of
 * networks or media.
 */
@NullMarked
package dev.earsight.protocol;

import org.jspecify.annotations.NullMarked;
