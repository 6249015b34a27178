package dev.earsight.opensearch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes of OpenSearch on this machine, joined; started once for all tests of this module. One of them is killed by {@link NodeFailureTest};
 * all other tests must do with the other.
 *
 * <p>With {@code -Dearsight.opensearch=http://...,http://...} the tests use a cluster that runs already, but for the one that kills.
 */
final class TestCluster {
    private static final String RUNNING = System.getProperty("earsight.opensearch", "");
    private static @Nullable TestCluster shared;

    private final List<String> addresses = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private TestCluster() throws IOException {
        if (!RUNNING.isEmpty()) {
            addresses.addAll(List.of(RUNNING.split(",")));
            return;
        }
        Path folder = Files.createTempDirectory("earsight-opensearch");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
        int managerPort = freePort();
        start(folder, OpenSearchNode.MANAGER, managerPort, managerPort, "cluster_manager,data,ingest");
        start(folder, "second", freePort(), managerPort, "data,ingest");
        for (Process process : processes) {
            awaitReady(process);
        }
        ask("/_cluster/health?wait_for_nodes=2&timeout=60s");
    }

    static synchronized TestCluster shared() {
        try {
            if (shared == null) {
                shared = new TestCluster();
            }
            return shared;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(Path folder, String name, int transportPort, int managerPort, String roles) throws IOException {
        int httpPort = freePort();
        addresses.add("http://127.0.0.1:" + httpPort);
        String plugin = System.getProperty("earsight.opensearch.plugin", "target/opensearch-knn");
        processes.add(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + plugin + File.separator + "*",
                        OpenSearchNode.class.getName(),
                        folder.resolve(name).toString(),
                        name,
                        Integer.toString(httpPort),
                        Integer.toString(transportPort),
                        Integer.toString(managerPort),
                        roles)
                .redirectErrorStream(true)
                .start());
    }

    private static void awaitReady(Process process) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); !OpenSearchNode.READY.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IOException("A node did not start; it said: " + said);
            }
            said.append(line).append('\n');
        }
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {})); // it must not wait for someone to listen
    }

    private void end(Path folder) {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node that cannot be killed, then the other. */
    List<String> addresses() {
        return addresses;
    }

    ClusterConnection connect(Consumer<String> warnings) {
        return connect(String.join(",", addresses), warnings);
    }

    static ClusterConnection connect(String addresses, Consumer<String> warnings) {
        return ClusterConnection.open(
                ClusterAccess.of(addresses)
                        .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(2)),
                warnings);
    }

    /** What the first node answers to a question. */
    Answer ask(String path) {
        try (ClusterConnection connection = connect(addresses.getFirst(), _ -> {})) {
            return connection.ask(ClusterConnection.Request.get(path)).require("a question");
        }
    }

    boolean mayKill() {
        return !processes.isEmpty();
    }

    void killSecond() {
        processes.getLast().destroyForcibly().onExit().join();
    }
}
