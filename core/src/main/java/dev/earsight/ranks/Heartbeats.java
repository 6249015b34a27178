package dev.earsight.ranks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Each rank counts up a number in the store every second, and rank 0 looks whether all of them move. A rank that waits in a collective for
 * one that is silent, a machine without power or network, cannot be woken by anything else.
 */
final class Heartbeats implements AutoCloseable {
    static final String REMEDY = " The same command goes on from the last validation, with any number of ranks.";

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How long the loop may take to end by itself once it is known that a rank is lost. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Rendezvous rendezvous;
    private final Duration longestSilence;
    private final Consumer<String> whenLost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread beating =
            Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::beat);
    private volatile long lastRoundNanos;

    Heartbeats(Rendezvous rendezvous, Duration longestSilence, Consumer<String> whenLost) {
        this.rendezvous = rendezvous;
        this.longestSilence = longestSilence;
        this.whenLost = whenLost;
    }

    void start() {
        lastRoundNanos = System.nanoTime();
        beating.start();
        Thread.ofPlatform().daemon().name("heartbeat-watch").start(this::watch);
    }

    private void beat() {
        long[] counted = new long[rendezvous.count()];
        long[] movedNanos = new long[rendezvous.count()];
        Arrays.fill(movedNanos, System.nanoTime());
        try {
            do {
                rendezvous.beats(rendezvous.rank(), 1);
                if (rendezvous.rank() == 0) {
                    tellOfSilent(counted, movedNanos);
                }
                lastRoundNanos = System.nanoTime();
                Optional<String> told = rendezvous.told();
                if (told.isPresent()) {
                    endSoon(told.get());
                    return;
                }
            } while (!closedWithin(INTERVAL));
        } catch (RuntimeException unreachable) {
            endSoon("Rank 0 has ended.");
        }
    }

    private void tellOfSilent(long[] counted, long[] movedNanos) {
        boolean asleep = System.nanoTime() - lastRoundNanos > longestSilence.toNanos() / 2;
        for (int other = 1; other < counted.length; other++) {
            long now = rendezvous.beats(other, 0);
            // A process that was stopped for a while itself knows nothing of the others' silence.
            if (now != counted[other] || asleep) {
                counted[other] = now;
                movedNanos[other] = System.nanoTime();
            } else if (System.nanoTime() - movedNanos[other] > longestSilence.toNanos() && !rendezvous.hasLeft(other)) {
                rendezvous.tell(rendezvous.named(other) + " has not been heard of for " + longestSilence.toSeconds()
                        + " seconds.");
            }
        }
    }

    /** The beating thread may itself hang, waiting for a store that does not answer any more. */
    private void watch() {
        long before = System.nanoTime();
        while (!closedWithin(INTERVAL)) {
            long now = System.nanoTime();
            if (now - before > longestSilence.toNanos() / 2) {
                lastRoundNanos = now; // this process was stopped, not the store
            }
            before = now;
            if (now - lastRoundNanos > longestSilence.toNanos()) {
                endSoon("Rank 0 has not been heard of for " + longestSilence.toSeconds() + " seconds.");
                return;
            }
        }
    }

    private void endSoon(String reason) {
        if (!closedWithin(GRACE)) {
            whenLost.accept(reason + REMEDY);
        }
    }

    /** Who has ended: who told so, or whose number does not move any more. Takes seconds. */
    Optional<String> whoEnded() {
        try {
            long[] before = counts();
            for (int look = 0; look < 4; look++) {
                Optional<String> told = rendezvous.told();
                if (told.isPresent() || closedWithin(INTERVAL)) {
                    return told;
                }
            }
            long[] after = counts();
            return IntStream.range(0, after.length)
                    .filter(other -> other != rendezvous.rank() && after[other] == before[other])
                    .mapToObj(other -> rendezvous.named(other) + " has ended.")
                    .findFirst();
        } catch (RuntimeException unreachable) {
            return Optional.of("Rank 0 has ended.");
        }
    }

    private long[] counts() {
        return IntStream.range(0, rendezvous.count())
                .mapToLong(other -> rendezvous.beats(other, 0))
                .toArray();
    }

    private boolean closedWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            beating.join(INTERVAL); // what it holds is freed next
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
