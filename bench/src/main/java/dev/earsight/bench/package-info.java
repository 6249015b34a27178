/** Measurements of speed, run by hand with JMH; nothing depends on this module. */
@NullMarked
package dev.earsight.bench;

import org.jspecify.annotations.NullMarked;
