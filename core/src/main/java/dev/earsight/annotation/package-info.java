/**
 * What people said sounds where: published annotation files.
 *
 * <p>In: annotation files as their authors publish them, and our own scene truth. Out: items with boxes in a square of
 * {@value dev.earsight.annotation.PixelBox#SIDE} pixels, with remarks on what the files hold that is out of order. Nothing
 * of networks or maps.
 */
@NullMarked
package dev.earsight.annotation;

import org.jspecify.annotations.NullMarked;
