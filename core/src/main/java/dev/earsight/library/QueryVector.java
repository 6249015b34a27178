package dev.earsight.library;

/**
 * Something to look for.
 *
 * @param side what the vector was made of
 * @param vector as {@link dev.earsight.embed.Embedder} gives it
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is handed on, not kept
public record QueryVector(Side side, float[] vector) {}
