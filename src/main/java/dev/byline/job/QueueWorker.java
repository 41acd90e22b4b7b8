package dev.byline.job;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

/**
 * A background thread that processes the rows of a table: every ten seconds, immediately when woken, and again as long
 * as more rows are due.
 */
public final class QueueWorker {
    private static final Logger LOG = Logger.getLogger(QueueWorker.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final BooleanSupplier processBatch;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService executor;
    private volatile boolean stopped;

    /**
     * Creates a worker that is not started yet.
     *
     * @param name
     *            the name of the thread
     * @param processBatch
     *            processes a batch and returns whether more work is due
     */
    public QueueWorker(String name, BooleanSupplier processBatch) {
        this.name = name;
        this.processBatch = processBatch;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            var named = new Thread(task, name);
            named.setDaemon(true);
            return named;
        });
    }

    /** Starts polling. */
    public void start() {
        executor.scheduleWithFixedDelay(this::run, 0, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the worker as soon as possible, because work may have been added. */
    public void wake() {
        if (woken.compareAndSet(false, true) && !stopped) {
            executor.execute(this::run);
        }
    }

    /** Stops the worker after its current batch. */
    public void stop() throws InterruptedException {
        stopped = true;
        executor.shutdown();
        if (!executor.awaitTermination(POLL_INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
    }

    /**
     * Returns whether the statement finds a row; the statement should read one small index, and runs without a
     * transaction.
     */
    public boolean hasWork(DataSource database, String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            return found.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether the worker is stopping, so that the current batch should end soon. */
    public boolean isStopped() {
        return stopped;
    }

    private void run() {
        woken.set(false);
        try {
            boolean more = true;
            while (more && !stopped) {
                more = processBatch.getAsBoolean();
            }
        } catch (RuntimeException e) {
            LOG.warnf("The worker %s failed and tries again within 10 seconds: %s", name, e.getMessage());
            LOG.debug("Cause of the failure of the worker", e);
        }
    }
}
