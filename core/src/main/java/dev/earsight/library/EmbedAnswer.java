package dev.earsight.library;

/**
 * What a worker made of a file.
 *
 * @param pictures vectors of pictures it wrote
 * @param sounds vectors of sounds it wrote
 * @param note what a user should know, such as a damaged end; else empty
 */
record EmbedAnswer(MediaKind kind, double durationSeconds, int pictures, int sounds, String note) {}
