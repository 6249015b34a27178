package dev.earsight.protocol;

import java.util.Optional;

/** Where the maps of items come from; asked from several threads at once. */
@FunctionalInterface
public interface MapSource {
    /** The map of one item, or nothing where there is none. */
    Optional<RawMap> map(String name);
}
