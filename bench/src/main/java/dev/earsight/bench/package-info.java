/**
 * Measurements of speed and memory, run by hand: {@code ./earsight bench NAME ARGUMENTS...}, or {@code ./earsight bench jmh NAME} for those
 * that JMH runs; nothing depends on this module.
 */
@NullMarked
package dev.earsight.bench;

import org.jspecify.annotations.NullMarked;
