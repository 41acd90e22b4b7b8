package dev.byline.backup;

import java.time.Duration;

/** Prints how far a long step is to the standard error output: at most one line in five seconds. */
final class Progress {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final String step;
    private long printedAt = System.nanoTime();

    /** @param step the beginning of each line, such as "Copied" */
    Progress(String step) {
        this.step = step;
    }

    void report(long done, long total, String unit) {
        if (System.nanoTime() - printedAt > INTERVAL_NANOS) {
            System.err.println(step + " " + done + (total > 0 ? " of " + total : "") + " " + unit + ".");
            printedAt = System.nanoTime();
        }
    }
}
