package dev.earsight.resume;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** A kind of {@link Fleet} of many machines, found by {@link ServiceLoader}: whoever wants none need not have its libraries. */
public interface FleetProvider {
    /**
     * Reaches the machines.
     *
     * @param master who knows them, in the engine's own words
     * @param settings of the engine's own
     * @param staging where machines put results that do not see the output folder
     * @throws dev.earsight.EarsightException where they cannot be reached
     */
    Fleet open(String master, Map<String, String> settings, Optional<String> staging);

    /** The kinds there are. */
    static List<FleetProvider> found() {
        return ServiceLoader.load(FleetProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
