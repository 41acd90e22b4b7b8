package dev.byline.job;

/**
 * A recount of something that is stored as a counter. {@link ScheduledJobs} runs all beans of this type on every node.
 */
public interface DailyRecount {
    /** Returns the name of the metric that publishes the drift. */
    String metric();

    /** Counts again and returns how far the counters are off; any value but 0 is a bug of this service. */
    long drift();
}
