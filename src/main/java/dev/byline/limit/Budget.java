package dev.byline.limit;

import java.time.Duration;
import java.util.List;

/**
 * How often one client may do one thing: so many times within each window. A window begins with its first use.
 *
 * @param name
 *            a short word that the {@code RateLimit} headers show, for instance {@code comments}
 */
public record Budget(String name, List<Window> windows) {
    /** So many times in so long a time, in whole seconds. */
    public record Window(int most, Duration time) {}

    /** A budget of one window. */
    public static Budget of(String name, int most, Duration time) {
        return new Budget(name, List.of(new Window(most, time)));
    }
}
