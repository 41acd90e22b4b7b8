package dev.byline.job;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

/**
 * A background thread that processes the rows of a table. The thread runs:
 * <ol>
 * <li>every ten seconds ({@code POLL_INTERVAL}), so that a node finds the rows of a node that died;
 * <li>immediately when woken, or at a later time that is planned;
 * <li>again, as long as more rows are due.
 * </ol>
 */
public final class QueueWorker {
    private static final Logger LOG = Logger.getLogger(QueueWorker.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final BooleanSupplier processBatch;
    private final AtomicBoolean woken = new AtomicBoolean();
    // A worker that is stopped ignores calls that wake it.
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, this::newThread,
            new ThreadPoolExecutor.DiscardPolicy());
    private ScheduledFuture<?> plannedRun;
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
        // A run that is planned for later does not delay the end of the service.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Starts polling. */
    public void start() {
        executor.scheduleWithFixedDelay(this::run, 0, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the worker as soon as possible, because work may have been added. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /**
     * Runs the worker after the delay, because work is due then. Only the earliest of the planned runs is kept, so the
     * worker plans the next one each time that it runs. A delay beyond the next poll has no effect.
     */
    public synchronized void wakeAfter(Duration delay) {
        if (delay.compareTo(POLL_INTERVAL) >= 0
                || plannedRun != null && plannedRun.getDelay(TimeUnit.MILLISECONDS) <= delay.toMillis()) {
            return;
        }
        if (plannedRun != null) {
            plannedRun.cancel(false);
        }
        // One millisecond later, because the delay is cut to milliseconds and the work must be due.
        plannedRun = executor.schedule(this::runPlanned, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    /** Stops the worker after its current batch, or interrupts the batch after ten seconds. */
    public void stop() throws InterruptedException {
        stopped = true;
        executor.shutdown();
        if (!executor.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
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

    private void runPlanned() {
        synchronized (this) {
            plannedRun = null;
        }
        run();
    }

    private void run() {
        woken.set(false);
        try {
            boolean more = true;
            while (more && !stopped) {
                more = processBatch.getAsBoolean();
            }
        } catch (RuntimeException | Error e) {
            // Also an error: the executor would not run a task again that has thrown one.
            LOG.warnf("The worker %s failed and tries again within %d seconds; check the database: %s", name,
                    POLL_INTERVAL.toSeconds(), e.getMessage());
            LOG.debug("Cause of the failure of the worker", e);
        }
    }

    private Thread newThread(Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
