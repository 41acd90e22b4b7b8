package dev.byline.limit;

import java.time.Duration;
import java.util.List;

/**
 * How often one client may do one thing: so many times within each window. A window begins with its first use.
 *
 * @param name
 *            a short word that the {@code RateLimit} headers show, for instance {@code comments}
 */
public record RateLimit(String name, List<Window> windows) {
    /** So many times in so long a time, in whole seconds. */
    public record Window(int maxRequests, Duration duration) {}

    /** A budget of one window. */
    public static RateLimit of(String name, int maxRequests, Duration duration) {
        return new RateLimit(name, List.of(new Window(maxRequests, duration)));
    }
}
