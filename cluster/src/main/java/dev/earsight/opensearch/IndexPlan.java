package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import java.util.regex.Pattern;

/**
 * What an index is to be.
 *
 * @param name what it is called, for searches: an alias
 * @param network hash of the network the vectors are of, hexadecimal
 * @param dimensions numbers in a vector
 * @param shards parts to share out among nodes, for an index that is begun; some ten million vectors to each
 */
public record IndexPlan(String name, String network, int dimensions, int shards) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,199}");
    private static final int NETWORK_DIGITS = 12;

    /** Checks the name. */
    public IndexPlan {
        requireName(name);
        if (!network.matches("[0-9a-f]{" + NETWORK_DIGITS + ",}") || dimensions < 1 || shards < 1) {
            throw new IllegalArgumentException("No plan for an index: " + network + ", " + dimensions + ", " + shards);
        }
    }

    /**
     * The name.
     *
     * @throws EarsightException where OpenSearch takes no such names
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new EarsightException(
                    "OpenSearch cannot call an index '" + name
                            + "'; choose a name (--opensearch-name) of small letters, digits, '-', '_' and '.', a letter or digit first.");
        }
        return name;
    }

    /** The start of what its hash is known by. */
    String shortNetwork() {
        return network.substring(0, NETWORK_DIGITS);
    }
}
