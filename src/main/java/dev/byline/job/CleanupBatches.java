package dev.byline.job;

import java.time.Instant;

import org.hibernate.Session;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;

/** Executes the statements of the hourly cleanup in small transactions, so that other transactions wait only briefly. */
@Singleton
public class CleanupBatches {
    private static final int BATCH_SIZE = 500;

    private final Session database;

    CleanupBatches(Session database) {
        this.database = database;
    }

    /**
     * Executes a statement, each time in a transaction of its own, until it changes no more rows or the job is
     * interrupted.
     *
     * @param sql
     *            changes rows that are older than {@code :before}, at most {@code :batch} of them; skips locked rows
     */
    public void execute(String sql, Instant before) {
        int changed = 1;
        while (changed > 0 && !Thread.currentThread().isInterrupted()) {
            changed = QuarkusTransaction.requiringNew().call(() -> database.createNativeMutationQuery(sql)
                    .setParameter("before", before).setParameter("batch", BATCH_SIZE).executeUpdate());
        }
    }
}
