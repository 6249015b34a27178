package dev.earsight.shard;

import dev.earsight.resume.SourceFile;

/**
 * A file whose content is known.
 *
 * @param file where it is
 * @param sha256 hash of what is in it
 * @param id names its content together with its truth
 */
record IdentifiedSource(SourceFile file, String sha256, String id) {}
