package dev.earsight.ranks;

import dev.earsight.EarsightException;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Where the ranks of a run meet: a small store of keys that rank 0 serves and the others connect to. Through it they learn each other's
 * addresses, agree on settings, and notice who ends ({@link Heartbeats}).
 */
public final class Rendezvous implements AutoCloseable {
    /** How long a rank may be silent before the others end. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

    private static final Duration JOIN_LIMIT = Duration.ofMinutes(5);
    private static final Duration STORE_LIMIT = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    /** How long rank 0 waits for the others to leave, and where one has failed and may never leave. */
    private static final Duration FAREWELL = Duration.ofMinutes(1);

    private static final Duration SHORT_FAREWELL = Duration.ofSeconds(3);
    private static final String FAILED = "failed";

    private final String host;
    private final int rank;
    private final int count;
    /** For what may have to be waited for. */
    private final TCPStore store;
    /** For what is there or not: what waits in {@link #store} must not keep a heart from beating. */
    private final TCPStore glances;

    private final Heartbeats heartbeats;
    private boolean explained;
    private boolean closed;

    private Rendezvous(String host, int port, int rank, int count, Duration longestSilence, Consumer<String> whenLost) {
        this.host = host;
        this.rank = rank;
        this.count = count;
        store = store(port, rank == 0, STORE_LIMIT);
        glances = store(port(), false, longestSilence);
        heartbeats = new Heartbeats(this, longestSilence, whenLost);
    }

    /**
     * Opens it as rank 0, or comes to it as another, waiting until it is open.
     *
     * @param host of rank 0, by an address that every machine reaches
     * @param port of rank 0; for rank 0 itself 0 takes any free one ({@link #port})
     * @param whenLost told in a sentence when another rank has ended or fallen silent and this one, in the middle of something, has not
     *     ended by itself; it should end the process
     */
    public static Rendezvous open(
            String host, int port, int rank, int count, Duration longestSilence, Consumer<String> whenLost) {
        if (count < 2 || rank < 0 || rank >= count) {
            throw new EarsightException(
                    "There is no rank " + rank + " of " + count + "; ranks count from 0, and there are at least 2.");
        }
        Tensors.threads(); // loads the engine
        if (rank > 0) {
            waitUntilOpen(host, port);
        }
        try {
            return new Rendezvous(host, port, rank, count, longestSilence, whenLost);
        } catch (RuntimeException refused) {
            throw new EarsightException(
                    (rank == 0 ? "Rank 0 cannot listen at " : "There is no rank 0 of a training at ") + host + ":"
                            + port + " (" + firstLine(refused) + "); choose another rendezvous.",
                    refused);
        }
    }

    private static void waitUntilOpen(String host, int port) {
        long start = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), (int) CONNECT_LIMIT.toMillis());
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() - start > JOIN_LIMIT.toNanos()) {
                    throw new EarsightException(
                            "Nothing answers at " + host + ":" + port + " (" + notYet.getMessage()
                                    + "); start rank 0 there, and let its port through.",
                            notYet);
                }
                pause();
            }
        }
    }

    private TCPStore store(int port, boolean server, Duration limit) {
        try (Scope scope = Scope.open()) {
            TCPStoreOptions options = new TCPStoreOptions();
            options.port((short) port);
            options.isServer(server);
            options.waitWorkers(false);
            options.timeout(new Milliseconds(limit.toMillis()));
            return new TCPStore(host, options).retainReference();
        }
    }

    /** The port it is open at. */
    public int port() {
        return store.getPort() & 0xffff;
    }

    int rank() {
        return rank;
    }

    int count() {
        return count;
    }

    /**
     * Waits until all ranks have come, and connects them.
     *
     * @param log where this rank's output goes, to be named when it ends; may be empty
     */
    public Ranks join(String log) {
        try {
            return joined(log);
        } catch (RuntimeException failure) {
            throw explained(failure);
        }
    }

    private Ranks joined(String log) {
        if (store.add("came/" + rank, 1) > 1) {
            throw new EarsightException("Rank " + rank + " is there twice; give each process a --rank of its own.");
        }
        int expected = Integer.parseInt(ofFirst("count", Integer.toString(count)));
        if (expected != count) {
            throw new EarsightException("Rank 0 waits for " + expected + " ranks, and this one was told of " + count
                    + "; give all the same --world-size.");
        }
        String machine = machine();
        store.set("machine/" + rank, machine);
        store.set(
                "name/" + rank,
                machine + ", process " + ProcessHandle.current().pid() + (log.isEmpty() ? "" : ", see " + log));
        waitForAll();
        heartbeats.start();
        int onThisMachine = (int) IntStream.range(0, count)
                .filter(other -> store.get_to_str("machine/" + other).equals(machine))
                .count();
        InetAddress own = ownAddress();
        if (own.isLoopbackAddress() && onThisMachine < count) {
            throw new EarsightException(host + " is this machine's name for itself (" + own.getHostAddress()
                    + "); give a --rendezvous by an address that the other machines reach.");
        }
        return new CollectiveRanks(this, store, own.getHostAddress(), onThisMachine);
    }

    private void waitForAll() {
        long start = System.nanoTime();
        while (true) {
            String missing = IntStream.range(0, count)
                    .filter(other -> !has("name/" + other))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));
            if (missing.isEmpty()) {
                return;
            }
            told().ifPresent(reason -> {
                throw new EarsightException(reason);
            });
            if (System.nanoTime() - start > JOIN_LIMIT.toNanos()) {
                throw new EarsightException("Rank " + missing + " of " + count + " has not come within "
                        + JOIN_LIMIT.toMinutes() + " minutes; start all of them with the same --rendezvous.");
            }
            pause();
        }
    }

    String ofFirst(String name, String mine) {
        try {
            if (rank == 0) {
                store.set("of-first/" + name, mine);
                return mine;
            }
            return store.get_to_str("of-first/" + name);
        } catch (RuntimeException failure) {
            throw explained(failure);
        }
    }

    /** Adds to the number that says how often a rank's heart has beaten, and answers it. */
    long beats(int of, long more) {
        return glances.add("beat/" + of, more);
    }

    /** A rank in words. */
    String named(int other) {
        return "Rank " + other + (has("name/" + other) ? " (" + glances.get_to_str("name/" + other) + ")" : "");
    }

    /** Tells all ranks why one ends, where none has told yet: all end then. */
    public synchronized void tell(String sentence) {
        if (!closed) {
            glances.compareSet(FAILED, "", sentence);
        }
    }

    /** What was told. */
    Optional<String> told() {
        return has(FAILED) ? Optional.of(glances.get_to_str(FAILED)) : Optional.empty();
    }

    /** Whether a rank has left in good order, or after it told why. */
    boolean hasLeft(int other) {
        return has("left/" + other);
    }

    private boolean has(String key) {
        try (StringVector keys = new StringVector(key)) {
            return glances.check(keys);
        }
    }

    /** Why a collective failed: which rank has ended; the failure itself where all are there and connected. */
    RuntimeException explained(RuntimeException failure) {
        if (failure instanceof EarsightException) {
            return failure;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new EarsightException("Stopped." + Heartbeats.REMEDY, failure);
        }
        Optional<String> ended = heartbeats.whoEnded();
        boolean disconnected = String.valueOf(failure.getMessage()).contains("gloo");
        explained = ended.isPresent() || disconnected;
        return explained
                ? new EarsightException(
                        ended.orElse("The connection to another rank broke (" + firstLine(failure) + ").")
                                + Heartbeats.REMEDY,
                        failure)
                : failure;
    }

    void fail(String reason) {
        if (!explained) {
            try {
                tell(named(rank) + " ended: " + reason);
            } catch (RuntimeException unreachable) {
                // Rank 0 and its store are gone: nobody is left to be told.
            }
        }
    }

    /** Says that this rank goes; rank 0 stays until the others have gone or had time to read why it goes. */
    void leave() {
        heartbeats.close();
        try {
            store.set("left/" + rank, "");
            long start = System.nanoTime();
            while (rank == 0 && !IntStream.range(1, count).allMatch(this::hasLeft)) {
                Duration limit = told().isPresent() || explained ? SHORT_FAREWELL : FAREWELL;
                if (System.nanoTime() - start > limit.toNanos()) {
                    return;
                }
                pause();
            }
        } catch (RuntimeException unreachable) {
            // As in fail.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Stopped while waiting for the other ranks.", stopped);
        }
    }

    private InetAddress ownAddress() {
        // Nothing is sent: connecting finds out by which of its addresses this machine reaches rank 0.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(host, port()));
            return socket.getLocalAddress();
        } catch (IOException unknown) {
            throw new EarsightException("This machine knows no way to " + host + ": " + unknown.getMessage(), unknown);
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "a machine without a name";
        }
    }

    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("^\\[[^]]*] ", ""); // where in the engine's source
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            heartbeats.close();
            glances.close();
            store.close();
        }
    }
}
