package dev.byline.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

/** A thread that does what lies in a table: each ten seconds, at once when woken, and as long as there is more. */
public final class TableWorker {
    private static final Logger LOG = Logger.getLogger(TableWorker.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final BooleanSupplier processBatch;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService executor;
    private volatile boolean stopped;

    /** @param processBatch does a part of the work and tells whether there is more */
    public TableWorker(String name, BooleanSupplier processBatch) {
        this.name = name;
        this.processBatch = processBatch;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            var named = new Thread(task, name);
            named.setDaemon(true);
            return named;
        });
    }

    /** Begins to look. */
    public void start() {
        executor.scheduleWithFixedDelay(this::run, 0, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** There is something to do, possibly. */
    public void wake() {
        if (woken.compareAndSet(false, true) && !stopped) {
            executor.execute(this::run);
        }
    }

    /** Ends after what is being done. */
    public void stop() throws InterruptedException {
        stopped = true;
        executor.shutdown();
        if (!executor.awaitTermination(POLL_INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
    }

    /** Whether the statement finds anything: one look into one small index, without a transaction of ours. */
    public boolean hasWork(DataSource database, String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            return found.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the round is to end soon. */
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
            LOG.warnf("The worker for %s waits: %s", name, e.getMessage());
            LOG.debug("because of", e);
        }
    }
}
