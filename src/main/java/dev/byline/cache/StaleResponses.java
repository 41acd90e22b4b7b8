package dev.byline.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Decides when a cached response replaces the 503 of a database that is away ({@code BYLINE_SERVE_STALE}, off by
 * default). While this node receives no notifications, each request reads from the database first. After one of these
 * reads has failed, cached responses are sent at once, and one request a second tries the database again. Stale
 * responses end when {@code BYLINE_SERVE_STALE} has passed since the last notification. A response whose content this
 * node knows to be changed is never sent.
 */
@Singleton
final class StaleResponses {
    private static final long ATTEMPT_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String FALLBACK_KEY = "byline.stale";

    private final ChangeNotifier changeNotifier;
    private final Duration maxStale;
    private final AtomicLong lastAttempt = new AtomicLong();
    private volatile boolean databaseAway;

    StaleResponses(ChangeNotifier changeNotifier,
            @ConfigProperty(name = "byline.serve-stale") Optional<Duration> maxStale) {
        this.changeNotifier = changeNotifier;
        this.maxStale = maxStale.orElse(Duration.ZERO);
    }

    /** Returns the longest time for which stale responses are sent; zero if the operator wants none. */
    Duration maxStale() {
        return maxStale;
    }

    /** Returns whether the last notification is recent enough for stale responses. */
    boolean areUsable() {
        return changeNotifier.timeWithoutNotifications().compareTo(maxStale) < 0;
    }

    /** Returns whether the database is known to be away, and this request is not the one that tries it again. */
    boolean skipDatabase() {
        long last = lastAttempt.get();
        return databaseAway && (System.nanoTime() - last < ATTEMPT_INTERVAL_NANOS
                || !lastAttempt.compareAndSet(last, System.nanoTime()));
    }

    /** Stores the response that is sent if the database does not answer the request. */
    void setFallback(RoutingContext context, Representation representation) {
        context.put(FALLBACK_KEY, representation);
    }

    /** Notes that the database did not answer the request. Returns the response to send instead, null if none. */
    Representation takeFallback(RoutingContext context) {
        var fallback = context.<Representation>remove(FALLBACK_KEY);
        if (fallback != null) {
            lastAttempt.set(System.nanoTime());
            databaseAway = true;
            mark(context, fallback);
        }
        return fallback;
    }

    /** Notes that the database answered a request. */
    void noteAnswer() {
        databaseAway = false;
    }

    /** Adds the headers of a stale response: {@code Age} (RFC 9111 §5.1) and {@code Cache-Status} (RFC 9211). */
    void mark(RoutingContext context, Representation representation) {
        context.addHeadersEndHandler(nothing -> context.response()
                .putHeader("Age",
                        String.valueOf(Duration.ofNanos(System.nanoTime() - representation.createdAtNanos).toSeconds()))
                .putHeader("Cache-Status",
                        "Byline; hit; ttl=" + Math.min(0, -changeNotifier.timeWithoutNotifications().toSeconds())));
    }
}
