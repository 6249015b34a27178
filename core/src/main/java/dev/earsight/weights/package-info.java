/**
 * Networks kept in files.
 *
 * <p>In: named arrays of numbers and a few words about where they came from. Out: one safetensors file, and back; an ONNX
 * model. Foreign tensors under foreign names become the same file.
 */
@NullMarked
package dev.earsight.weights;

import org.jspecify.annotations.NullMarked;
