package dev.byline.limit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.limit.RateLimit.Window;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Enforces rate limits. Requests are counted in the database, so that a limit holds across all nodes, and by the clock
 * of the database. One statement acquires from all windows of a rate limit or from none. Keys are stored as hashes, and
 * a row is deleted when its last window ends. The headers are those of draft-ietf-httpapi-ratelimit-headers-09:
 * {@code RateLimit-Policy: "comments-15s";q=1;w=15} and {@code RateLimit: "comments-15s";r=0;t=12}.
 */
@Singleton
public class RateLimiter {
    private final DataSource database;
    private final CurrentVertxRequest currentRequest;
    private volatile boolean enforced;

    RateLimiter(@io.quarkus.agroal.DataSource("limits") DataSource database, CurrentVertxRequest current,
            @ConfigProperty(name = "byline.rate-limits", defaultValue = "on") boolean enforced) {
        this.database = database;
        this.currentRequest = current;
        this.enforced = enforced;
    }

    /** The requests that a window has left, and the seconds until the window ends. */
    record WindowState(int remaining, int secondsToReset) {}

    /** The result of an attempt: whether the request is allowed, and the state of each window. */
    record Acquisition(boolean granted, List<WindowState> windows) {}

    /** Returns whether rate limits apply; {@code BYLINE_RATE_LIMITS=off} turns them off. */
    public boolean enforced() {
        return enforced;
    }

    /** Turns all rate limits on or off, for tests. */
    public void enforce(boolean on) {
        enforced = on;
    }

    /**
     * Acquires one request from every window of the rate limit and adds the {@code RateLimit} headers to the response.
     *
     * @param key
     *            the client that the requests are counted for, for instance its network
     * @throws ProblemException
     *            429 with {@code Retry-After} if any window is used up; nothing is acquired then
     */
    public void acquire(RateLimit rateLimit, String key) {
        if (!enforced) {
            return;
        }
        var acquisition = acquireOnOwnConnection(rateLimit, key);
        var request = currentRequest.getCurrent();
        if (request != null) {
            // The headers are lists (RFC 9651 §3.1): several rate limits of one request may add to them.
            request.response().headers()
                    .add("RateLimit-Policy", headerItems(rateLimit, w -> w.maxRequests(), "q", w -> seconds(w), "w"))
                    .add("RateLimit",
                            headerItems(rateLimit, w -> windowState(rateLimit, acquisition, w).remaining(), "r",
                                    w -> windowState(rateLimit, acquisition, w).secondsToReset(), "t"));
        }
        if (!acquisition.granted) {
            int wait = acquisition.windows.stream().filter(windowState -> windowState.remaining == 0)
                    .mapToInt(WindowState::secondsToReset).max().orElse(1);
            throw ProblemException.withHeader(ProblemType.TOO_MANY_REQUESTS,
                    message(rateLimit, wait), "Retry-After", String.valueOf(wait));
        }
    }

    /**
     * Acquires one request if every window has one left, without headers in the response: for limits that clients must
     * not notice.
     */
    public boolean tryAcquire(RateLimit rateLimit, String key) {
        return !enforced || acquireOnOwnConnection(rateLimit, key).granted;
    }

    /** The result for one key of a batch: the number of granted requests, and the state of the window. */
    public record BatchGrant(int granted, int remaining, int secondsToReset) {}

    /**
     * Acquires several requests for each of many keys from a rate limit with one window, as many as are left for each
     * key. Runs in the transaction of the connection: a rollback returns the acquired requests. One statement.
     *
     * @param requested
     *            the number of requests for each key
     */
    public Map<String, BatchGrant> acquireBatch(Connection connection, RateLimit rateLimit,
            Map<String, Integer> requested)
            throws SQLException {
        var window = rateLimit.windows().get(0);
        var grants = new HashMap<String, BatchGrant>();
        var prefix = rateLimit.name() + "\n";
        try (var statement = connection
                .prepareStatement("select whose, granted, remaining, seconds from take_rates(?, ?, ?, ?)")) {
            statement.setArray(1, connection.createArrayOf("text",
                    requested.keySet().stream().map(key -> prefix + key).toArray()));
            statement.setArray(2, connection.createArrayOf("int", requested.values().toArray()));
            statement.setInt(3, window.maxRequests());
            statement.setInt(4, (int) seconds(window));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    grants.put(rows.getString(1).substring(prefix.length()),
                            new BatchGrant(rows.getInt(2), rows.getInt(3), rows.getInt(4)));
                }
            }
        }
        return grants;
    }

    /** Returns the {@code RateLimit} headers for a result of {@link #acquireBatch}. */
    public static Map<String, String> headers(RateLimit rateLimit, BatchGrant batchGrant) {
        return Map.of("RateLimit-Policy", headerItems(rateLimit, w -> w.maxRequests(), "q", w -> seconds(w), "w"),
                "RateLimit",
                headerItems(rateLimit, w -> batchGrant.remaining(), "r", w -> batchGrant.secondsToReset(), "t"));
    }

    /** Creates the 429 for a key that {@link #acquireBatch} granted less than was requested. */
    public static ProblemException tooManyRequests(RateLimit rateLimit, BatchGrant batchGrant) {
        var headers = new HashMap<>(headers(rateLimit, batchGrant));
        headers.put("Retry-After", String.valueOf(batchGrant.secondsToReset()));
        return ProblemException.withHeaders(ProblemType.TOO_MANY_REQUESTS,
                message(rateLimit, batchGrant.secondsToReset()),
                headers);
    }

    private static String message(RateLimit rateLimit, int wait) {
        return "Too many requests; the limit is "
                + rateLimit.windows().stream().map(RateLimiter::describe).collect(Collectors.joining(", "))
                + ". Try again in " + wait + " seconds.";
    }

    private Acquisition acquireOnOwnConnection(RateLimit rateLimit, String key) {
        // Not in the transaction of the request: an attempt counts even if the request fails.
        try (var connection = database.getConnection()) {
            return acquire(connection, rateLimit, key);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static Acquisition acquire(Connection connection, RateLimit rateLimit, String key) throws SQLException {
        try (var statement = connection
                .prepareStatement("select granted, remaining, seconds from take_rate(?, ?, ?)")) {
            statement.setString(1, rateLimit.name() + "\n" + key);
            statement.setArray(2, windowArray(connection, rateLimit, Window::maxRequests));
            statement.setArray(3, windowArray(connection, rateLimit, RateLimiter::seconds));
            try (var rows = statement.executeQuery()) {
                var windows = new ArrayList<WindowState>();
                boolean granted = true;
                while (rows.next()) {
                    granted = rows.getBoolean(1);
                    windows.add(new WindowState(rows.getInt(2), rows.getInt(3)));
                }
                return new Acquisition(granted, windows);
            }
        }
    }

    private static java.sql.Array windowArray(Connection connection, RateLimit rateLimit, ToLongFunction<Window> value)
            throws SQLException {
        return connection.createArrayOf("int",
                rateLimit.windows().stream().map(w -> (int) value.applyAsLong(w)).toArray());
    }

    private static WindowState windowState(RateLimit rateLimit, Acquisition acquisition, Window window) {
        return acquisition.windows.get(rateLimit.windows().indexOf(window));
    }

    private static long seconds(Window window) {
        return window.duration().toSeconds();
    }

    private static String headerItems(RateLimit rateLimit, ToLongFunction<Window> first, String firstName,
            ToLongFunction<Window> second, String secondName) {
        return rateLimit.windows().stream()
                .map(w -> "\"%s-%ds\";%s=%d;%s=%d".formatted(rateLimit.name(), seconds(w), firstName,
                        first.applyAsLong(w), secondName, second.applyAsLong(w)))
                .collect(Collectors.joining(", "));
    }

    private static String describe(Window window) {
        return window.maxRequests() + " in " + seconds(window) + " seconds";
    }
}
