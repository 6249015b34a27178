package dev.earsight.spark;

import dev.earsight.resume.Fleet;
import dev.earsight.resume.FleetProvider;
import java.util.Map;
import java.util.Optional;

/** Spark clusters, by their master. */
public final class SparkFleetProvider implements FleetProvider {
    /** For the service loader. */
    public SparkFleetProvider() {}

    @Override
    public Fleet open(String master, Map<String, String> settings, Optional<String> staging) {
        return SparkFleet.open(master, settings, staging);
    }
}
