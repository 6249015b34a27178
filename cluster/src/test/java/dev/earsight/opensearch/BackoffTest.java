package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToALimitAndVaries() {
        Set<Duration> thirds = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Backoff backoff = new Backoff(new Random(seed));
            for (long most : new long[] {100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
                Duration wait = backoff.next(Optional.empty());
                assertThat(wait).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
                if (most == 400) {
                    thirds.add(wait);
                }
            }
        }
        assertThat(thirds).as("different ones wait differently").hasSizeGreaterThan(15);
    }

    @Test
    void waitsAtLeastAsLongAsAsked() {
        Backoff backoff = new Backoff(new Random(1));
        assertThat(backoff.next(Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.next(Optional.of(Duration.ZERO))).isGreaterThan(Duration.ofMillis(99));
    }

    @Test
    void readsBothFormsOfRetryAfter() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(Backoff.retryAfter(" 12 ", now)).contains(Duration.ofSeconds(12));
        assertThat(Backoff.retryAfter("-3", now)).contains(Duration.ZERO);
        assertThat(Backoff.retryAfter("Thu, 1 Jan 2026 00:01:30 GMT", now)).contains(Duration.ofSeconds(90));
        assertThat(Backoff.retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(Backoff.retryAfter("soon", now)).isEmpty();
    }
}
