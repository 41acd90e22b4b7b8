package dev.byline.job;

/** A part of the hourly cleanup. {@link ScheduledJobs} runs all beans of this type on every node. */
public interface HourlyCleanup {
    /**
     * Deletes the rows whose retention has ended, a limited number in each transaction. Rows that another node has
     * locked are skipped, because that node deletes them; see {@link CleanupBatches}.
     */
    void deleteExpired();
}
