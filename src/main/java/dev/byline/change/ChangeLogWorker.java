package dev.byline.change;

import java.time.Duration;

import javax.sql.DataSource;

import dev.byline.cache.ContentChanged;
import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Runs {@link ChangeLogWriter} as soon as a change of this node is committed, and every second for all others. */
@ApplicationScoped
class ChangeLogWorker implements MeasuredQueue {
    /** The time until changes by readers are logged, which are many, and until another try where a row is locked. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(300);
    /** The time until a change is logged that nothing on this node tells of, for instance by another node. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final String HAS_WORK_SQL = """
            select 1 where exists (select 1 from pending_change) or exists (select 1 from change_expansion)
            or exists (select 1 from pending_stats)""";

    private final DataSource connections;
    private final ChangeLogWriter writer;
    private final QueueWorker worker = new QueueWorker("changes", this::writeNext);

    ChangeLogWorker(DataSource connections, ChangeLogWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public String queue() {
        return "changes";
    }

    @Override
    public String sizeAndOldestQuery() {
        return "select count(*), min(at) from pending_change";
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) ContentChanged changed) {
        if (changed.frequent()) {
            worker.wakeAfter(SHORT_WAIT);
        } else if (!changed.names().contains(ChangeLogWriter.LOGGED)) {
            worker.wake();
        }
    }

    /** Logs a batch of changes; returns whether there may be more. */
    @ActivateRequestContext
    boolean writeNext() {
        worker.wakeAfter(POLL_INTERVAL);
        if (!worker.hasWork(connections, HAS_WORK_SQL)) {
            return false;
        }
        var outcome = writer.writeNext();
        if (outcome == ChangeLogWriter.LogOutcome.blocked) {
            worker.wakeAfter(SHORT_WAIT);
        }
        return outcome == ChangeLogWriter.LogOutcome.written;
    }
}
