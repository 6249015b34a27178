package dev.earsight.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written into every checkpoint about where it was made. */
final class Provenance {
    private Provenance() {}

    static Map<String, String> of(Map<String, String> more) {
        Map<String, String> provenance = new LinkedHashMap<>(more);
        provenance.put("commit", System.getProperty("earsight.commit", "unknown"));
        provenance.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        provenance.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return provenance;
    }
}
