package dev.byline.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The times between the attempts of a delivery: a little over a day in all. */
final class RetryDelays {
    /** The delays after the first, second … failure; after the last one the delivery has failed. */
    static final List<Duration> DELAYS = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2),
            Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1),
            Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(6), Duration.ofHours(11));
    /** The longest time that a receiver can ask for by {@code Retry-After}. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(6);
    /** A delay grows by up to this part, so that deliveries that failed together do not return together. */
    private static final double JITTER = 0.2;
    private static final int MAX_SECONDS_DIGITS = 9;

    private RetryDelays() {
    }

    /** Returns the delay after the failed attempt with this number, from 1; empty after the last one. */
    static Optional<Duration> after(int attempt, RandomGenerator random) {
        if (attempt > DELAYS.size()) {
            return Optional.empty();
        }
        long millis = DELAYS.get(attempt - 1).toMillis();
        return Optional.of(Duration.ofMillis(millis + (long) (millis * JITTER * random.nextDouble())));
    }

    /**
     * Parses {@code Retry-After} (RFC 9110 §10.2.3), seconds or a date; at most {@link #MAX_RETRY_AFTER}. Empty for a
     * header that is missing or malformed.
     */
    static Optional<Duration> parseRetryAfter(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            var text = header.strip();
            var delay = text.matches("\\d+")
                    ? text.length() > MAX_SECONDS_DIGITS ? MAX_RETRY_AFTER : Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return delay.isNegative()
                    ? Optional.empty()
                    : Optional.of(delay.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : delay);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
