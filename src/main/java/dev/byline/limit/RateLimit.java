package dev.byline.limit;

import java.time.Duration;
import java.util.List;

/**
 * A rate limit: the maximum number of requests of one client in each of several time windows. A window begins with its
 * first request.
 *
 * @param name
 *            a short word that the {@code RateLimit} headers show, for instance {@code comments}
 */
public record RateLimit(String name, List<Window> windows) {
    /** A maximum number of requests in a time of whole seconds. */
    public record Window(int maxRequests, Duration duration) {}

    /** Creates a rate limit with one window. */
    public static RateLimit of(String name, int maxRequests, Duration duration) {
        return new RateLimit(name, List.of(new Window(maxRequests, duration)));
    }
}
