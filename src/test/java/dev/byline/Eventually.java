package dev.byline;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;

/** Waits for an asynchronous effect: until a condition holds, not for a fixed time. */
public final class Eventually {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int POLL_INTERVAL_MILLIS = 20;

    private Eventually() {
    }

    /** Returns when the condition holds; fails if it does not hold within half a minute. */
    public static void that(Callable<Boolean> condition) {
        long end = System.currentTimeMillis() + TIMEOUT_MILLIS;
        try {
            while (!condition.call()) {
                if (System.currentTimeMillis() > end) {
                    fail("It did not come true within half a minute");
                }
                Thread.sleep(POLL_INTERVAL_MILLIS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
