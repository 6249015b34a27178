package dev.earsight.opensearch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, a random part of it less, so that many that were turned away together do
 * not come back together; but at least as long as the server asks for.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The time to wait now; {@code asked} is the server's {@code Retry-After}. */
    Duration next(Optional<Duration> asked) {
        Duration wait = Duration.ofNanos((long) (next.toNanos() * random.nextDouble(0.5, 1)));
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return asked.filter(least -> least.compareTo(wait) > 0).orElse(wait);
    }

    /** What a {@code Retry-After} says: seconds, or a date. Empty where it says neither. */
    static Optional<Duration> retryAfter(String header, Instant now) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip()))));
        } catch (NumberFormatException e) {
            try {
                Instant then = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        }
    }
}
