package dev.earsight.cli;

import dev.earsight.protocol.MapSource;
import dev.earsight.protocol.RawMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Square score maps of the same items, by who made them. */
final class ContestantMaps {
    private final Map<String, Map<String, RawMap>> all = new HashMap<>();
    private final int side;

    ContestantMaps(int side) {
        this.side = side;
    }

    void put(String contestant, String item, float[] scores) {
        all.computeIfAbsent(contestant, name -> new HashMap<>()).put(item, new RawMap(side, side, scores));
    }

    MapSource of(String contestant) {
        Map<String, RawMap> maps = all.getOrDefault(contestant, Map.of());
        return name -> Optional.ofNullable(maps.get(name));
    }
}
