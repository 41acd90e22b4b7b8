package dev.byline.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;
import org.jboss.logging.Logger;

import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Runs import jobs, one at a time on each node. Continues jobs whose node has died.
 * <ol>
 * <li>Claims a job and starts its heartbeat.</li>
 * <li>Copies the uploaded file to a temporary file.</li>
 * <li>Reads the file with the reader of its format, and writes its items in batches.</li>
 * <li>Writes the items that waited for references.</li>
 * <li>Finishes the job.</li>
 * </ol>
 */
@ApplicationScoped
class ImportRunner implements MeasuredQueue {
    private static final Logger LOG = Logger.getLogger(ImportRunner.class);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_PARALLEL_BATCHES = 2;

    private final ImportClaims claims;
    private final ImportFileStore importFileStore;
    private final ImportJobReader importJobReader;
    private final DataSource connections;
    private final QueueWorker queueWorker = new QueueWorker("imports", this::runNextJob);
    /** Runs only while a job runs, because each heartbeat plans the next one. */
    private final QueueWorker heartbeats = new QueueWorker("import-heartbeats", this::sendHeartbeat);
    /** Threads of the platform, with a life of their own: no batch begins after {@link #stop}. */
    private final ManagedExecutor writers = ManagedExecutor.builder().maxAsync(MAX_PARALLEL_BATCHES).propagated()
            .cleared(ThreadContext.ALL_REMAINING).build();
    private RunningJob runningJob;

    ImportRunner(ImportClaims claims, ImportFileStore importFileStore, ImportJobReader importJobReader,
            DataSource connections) {
        this.claims = claims;
        this.importFileStore = importFileStore;
        this.importJobReader = importJobReader;
        this.connections = connections;
    }

    private record RunningJob(ImportClaims.ClaimedJob job, Thread reader) {}

    @Override
    public String queue() {
        return "imports";
    }

    /** A running job counts, and has been waiting since its last heartbeat. */
    @Override
    public String sizeAndOldestQuery() {
        return """
                select count(*), min(case state when 'queued' then created_at else alive_at end)
                from import_job where state in ('queued', 'running')""";
    }

    void start(@Observes StartupEvent event) {
        queueWorker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        heartbeats.stop();
        // The writers refuse further batches, so the run ends with an exception, and another node continues the job.
        writers.shutdown();
        queueWorker.stop();
        writers.awaitTermination(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Wakes the runner because there is a new job. */
    void wake() {
        queueWorker.wake();
    }

    private boolean runNextJob() {
        if (!queueWorker.hasWork(connections,
                "select 1 from import_job where state in ('uploading', 'queued', 'running') limit 1")) {
            return false;
        }
        var job = claims.claim();
        job.ifPresent(this::runJob);
        return job.isPresent();
    }

    private void runJob(ImportClaims.ClaimedJob job) {
        setRunningJob(new RunningJob(job, Thread.currentThread()));
        heartbeats.wakeAfter(HEARTBEAT_INTERVAL);
        try {
            var file = Files.createTempFile("byline-import", null);
            try {
                importFileStore.copy(job.id, file);
                importJobReader.run(job, file, writers);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (ImportClaims.ClaimLostException e) {
            LOG.infof("Import %s was cancelled, or another node has claimed it; this node stops working on it",
                    job.id);
        } catch (RuntimeException | IOException | SQLException e) {
            LOG.warnf(e, "Import %s was interrupted; a node continues it when its heartbeat has timed out: %s",
                    job.id, e.getMessage());
        } finally {
            setRunningJob(null);
            // A heartbeat may have interrupted this thread after its last wait.
            Thread.interrupted();
        }
    }

    private synchronized void setRunningJob(RunningJob job) {
        runningJob = job;
    }

    private synchronized RunningJob runningJob() {
        return runningJob;
    }

    private synchronized void interruptReader(RunningJob lost) {
        if (runningJob == lost) {
            lost.reader.interrupt();
        }
    }

    /** Sends the heartbeat of the running job, and plans the next one; stops the job if this node has lost its claim. */
    private boolean sendHeartbeat() {
        var current = runningJob();
        if (current != null) {
            heartbeats.wakeAfter(HEARTBEAT_INTERVAL);
            if (!hasClaim(current.job)) {
                interruptReader(current);
            }
        }
        return false;
    }

    private boolean hasClaim(ImportClaims.ClaimedJob job) {
        try {
            return claims.heartbeat(job);
        } catch (RuntimeException e) {
            LOG.debug("The heartbeat of an import could not be recorded; it is sent again", e);
            return true;
        }
    }
}
