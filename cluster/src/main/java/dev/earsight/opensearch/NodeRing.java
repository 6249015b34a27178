package dev.earsight.opensearch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whose turn it is. A node that does not answer is passed over for a while, a longer one each time; says so when that begins and when it
 * ends. May be used by many threads.
 */
final class NodeRing {
    private static final long FIRST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private record Absence(long untilNanos, long lengthNanos) {}

    private final List<URI> nodes;
    private final Consumer<String> warnings;
    private final LongSupplier clockNanos;
    private final Map<URI, Absence> absent = new HashMap<>();
    private int turn;

    NodeRing(List<URI> nodes, Consumer<String> warnings, LongSupplier clockNanos) {
        this.nodes = List.copyOf(nodes);
        this.warnings = warnings;
        this.clockNanos = clockNanos;
    }

    /** All nodes in the order to ask them: another first each time, those that did not answer lately last. */
    synchronized List<URI> order() {
        List<URI> order = new ArrayList<>();
        List<URI> last = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            URI node = nodes.get((turn + i) % nodes.size());
            Absence absence = absent.get(node);
            boolean passedOver = absence != null && clockNanos.getAsLong() - absence.untilNanos() < 0;
            (passedOver ? last : order).add(node);
        }
        turn = (turn + 1) % nodes.size();
        order.addAll(last);
        return order;
    }

    synchronized void answered(URI node) {
        if (absent.remove(node) != null) {
            warnings.accept("OpenSearch node " + node + " answers again.");
        }
    }

    synchronized void failed(URI node, String why) {
        Absence before = absent.get(node);
        long length = before == null ? FIRST_NANOS : Math.min(2 * before.lengthNanos(), LONGEST_NANOS);
        absent.put(node, new Absence(clockNanos.getAsLong() + length, length));
        if (before == null) {
            List<URI> others =
                    nodes.stream().filter(other -> !absent.containsKey(other)).toList();
            warnings.accept("OpenSearch node " + node + " does not answer (" + why + "); "
                    + (others.isEmpty()
                            ? "no other is left, trying on."
                            : "going on with "
                                    + String.join(
                                            ", ",
                                            others.stream().map(URI::toString).toList()) + "."));
        }
    }
}
