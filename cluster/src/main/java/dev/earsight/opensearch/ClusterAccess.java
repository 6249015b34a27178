package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster is reached.
 *
 * @param nodes addresses such as {@code http://search-1:9200}, asked in turn
 * @param credentials a file, see {@link Credentials}
 * @param certificateAuthority a PEM file; the certificates of nodes must be signed by one of those in it. Java's own authorities where empty
 * @param connectTimeout how long to wait for a node to take a connection
 * @param requestTimeout how long to wait for its answer
 * @param patience how long to go on trying while no node answers or all are too busy
 */
public record ClusterAccess(
        List<URI> nodes,
        Optional<Path> credentials,
        Optional<Path> certificateAuthority,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration patience) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Keeps its own list. */
    public ClusterAccess {
        nodes = List.copyOf(nodes);
    }

    /**
     * With what is usual for the rest.
     *
     * @param addresses of nodes, separated by commas
     * @throws EarsightException where one is no address
     */
    public static ClusterAccess of(String addresses) {
        List<URI> nodes = Arrays.stream(addresses.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .map(ClusterAccess::node)
                .toList();
        if (nodes.isEmpty()) {
            throw new EarsightException("No OpenSearch address is given; give one such as http://127.0.0.1:9200");
        }
        return new ClusterAccess(nodes, Optional.empty(), Optional.empty(), CONNECT_TIMEOUT, REQUEST_TIMEOUT, PATIENCE);
    }

    private static URI node(String address) {
        URI node;
        try {
            node = URI.create(address.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new EarsightException(address + " is no address; give one such as http://127.0.0.1:9200", e);
        }
        if (node.getRawUserInfo() != null) {
            throw new EarsightException("The address of " + node.getHost()
                    + " holds a password, which other users of this machine can see; put user:password into a file and name it as "
                    + "the credentials.");
        }
        if (!List.of("http", "https").contains(node.getScheme()) || node.getHost() == null) {
            throw new EarsightException(
                    address + " is no address of an OpenSearch node; give one such as http://127.0.0.1:9200");
        }
        return node;
    }

    /** With what to say who is asking. */
    public ClusterAccess withCredentials(Path file) {
        return new ClusterAccess(
                nodes, Optional.of(file), certificateAuthority, connectTimeout, requestTimeout, patience);
    }

    /** With another authority for the nodes' certificates. */
    public ClusterAccess withCertificateAuthority(Path file) {
        return new ClusterAccess(nodes, credentials, Optional.of(file), connectTimeout, requestTimeout, patience);
    }

    /** With other limits of time. */
    public ClusterAccess withTimeouts(Duration connect, Duration request, Duration trying) {
        return new ClusterAccess(nodes, credentials, certificateAuthority, connect, request, trying);
    }
}
