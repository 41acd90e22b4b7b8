package dev.byline.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.TableWorker;
import dev.byline.transfer.format.BrokenFileException;
import dev.byline.transfer.format.ImportFile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Works on jobs, one at a time on each node, and goes on with what a node that died has left. */
@ApplicationScoped
class ImportRunner {
    private static final Logger LOG = Logger.getLogger(ImportRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final ImportClaims claims;
    private final Uploads uploads;
    private final Importer importer;
    private final Sources sources;
    private final ObjectMapper json;
    private final DataSource connections;
    private final TableWorker tableWorker = new TableWorker("imports", this::round);
    private final ScheduledExecutorService beats = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "import-beats"));
    private final ExecutorService writers = Executors.newFixedThreadPool(2,
            task -> new Thread(task, "import-writer"));

    ImportRunner(ImportClaims claims, Uploads uploads, Importer importer, Sources sources, ObjectMapper json,
            DataSource connections) {
        this.claims = claims;
        this.uploads = uploads;
        this.importer = importer;
        this.sources = sources;
        this.json = json;
        this.connections = connections;
    }

    void start(@Observes StartupEvent event) {
        tableWorker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        beats.shutdownNow();
        // What is read further is not taken any more, so the run ends, and another node goes on with it.
        writers.shutdown();
        tableWorker.stop();
        writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** There is a new job. */
    void wake() {
        tableWorker.wake();
    }

    private boolean round() {
        if (!tableWorker.hasWork(connections,
                "select 1 from import_job where state in ('uploading', 'queued', 'running') limit 1")) {
            return false;
        }
        var job = claims.claim();
        job.ifPresent(this::run);
        return job.isPresent();
    }

    private void run(ImportClaims.Claimed job) {
        var reader = Thread.currentThread();
        var beat = beats.scheduleWithFixedDelay(() -> {
            if (!isAlive(job)) {
                reader.interrupt();
            }
        }, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            var file = Files.createTempFile("byline-import", null);
            try {
                uploads.copy(job.id(), file);
                read(job, new ImportFile(file, job.source(), job.options(), json, job.items(), new AtomicLong()));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (ImportClaims.LostException e) {
            LOG.infof("Import %s was cancelled, or is another node's", job.id());
        } catch (RuntimeException | IOException | SQLException e) {
            LOG.warnf(e, "Import %s waits: %s", job.id(), e.getMessage());
        } finally {
            beat.cancel(false);
            Thread.interrupted();
        }
    }

    private boolean isAlive(ImportClaims.Claimed job) {
        try {
            return claims.alive(job);
        } catch (RuntimeException e) {
            LOG.debug("No sign of life", e);
            return true;
        }
    }

    private void read(ImportClaims.Claimed job, ImportFile file) throws IOException {
        var run = new ImportRun(job, sources);
        var batches = new Batches(importer, run, new ImportRun(job, sources), file.position(), writers);
        String broken = null;
        try {
            job.format().reader().read(file, batches);
        } catch (BrokenFileException e) {
            broken = e.getMessage();
        } catch (StackOverflowError e) {
            broken = "The file is nested too deeply.";
        } catch (RuntimeException e) {
            if (batches.hasFailed() || writers.isShutdown() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.errorf(e, "Import %s cannot be read", job.id());
            broken = "The file cannot be read any further; the log of the service says why.";
        }
        long items = batches.finish();
        importer.catchUp(run, items, file.position().get());
        claims.finish(job, items, broken == null ? ImportJob.State.done : ImportJob.State.failed, broken == null
                ? null
                : broken + " Everything before that is in. Mend the file from there on and send it again: what is in is recognized.");
    }
}
