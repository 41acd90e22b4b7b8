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
public final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final String name;
    private final BooleanSupplier round;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService thread;
    private volatile boolean stopped;

    /** @param round does a part of the work and tells whether there is more */
    public Worker(String name, BooleanSupplier round) {
        this.name = name;
        this.round = round;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var named = new Thread(task, name);
            named.setDaemon(true);
            return named;
        });
    }

    /** Begins to look. */
    public void start() {
        thread.scheduleWithFixedDelay(this::run, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** There is something to do, possibly. */
    public void wake() {
        if (woken.compareAndSet(false, true) && !stopped) {
            thread.execute(this::run);
        }
    }

    /** Ends after what is being done. */
    public void stop() throws InterruptedException {
        stopped = true;
        thread.shutdown();
        if (!thread.awaitTermination(LOOK.toSeconds(), TimeUnit.SECONDS)) {
            thread.shutdownNow();
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
                more = round.getAsBoolean();
            }
        } catch (RuntimeException e) {
            LOG.warnf("The worker for %s waits: %s", name, e.getMessage());
            LOG.debug("because of", e);
        }
    }
}
