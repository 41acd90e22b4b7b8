package dev.byline.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.transfer.format.BrokenFileException;
import dev.byline.transfer.format.ImportFile;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the file of a claimed job, brings its media, writes its items, and finishes the job. */
@ApplicationScoped
class ImportJobReader {
    private static final Logger LOG = Logger.getLogger(ImportJobReader.class);

    private final ImportClaims claims;
    private final ImportBatchWriter importBatchWriter;
    private final ImportReportStore report;
    private final ExternalIdMap externalIdMap;
    private final ImportMediaStore mediaStore;
    private final ObjectMapper json;

    ImportJobReader(ImportClaims claims, ImportBatchWriter importBatchWriter, ImportReportStore report,
            ExternalIdMap externalIdMap, ImportMediaStore mediaStore, ObjectMapper json) {
        this.claims = claims;
        this.importBatchWriter = importBatchWriter;
        this.report = report;
        this.externalIdMap = externalIdMap;
        this.mediaStore = mediaStore;
        this.json = json;
    }

    /**
     * Runs a job to its end.
     *
     * @param path
     *            the local copy of the file
     * @param writers
     *            the threads that write batches
     */
    void run(ImportClaims.ClaimedJob job, Path path, ExecutorService writers) throws IOException {
        var file = new ImportFile(path, job.source, job.options, job.siteLocales, json, job.completedItems,
                new AtomicLong());
        var run = new ImportRun(job, externalIdMap);
        try (var media = mediaStore.open(file, job)) {
            var importBatcher = new ImportBatcher(importBatchWriter, run, new ImportRun(job, externalIdMap), media,
                    file.position(), writers, report.findSeenItems(job));
            String readError = read(job, file, importBatcher, writers);
            long items = importBatcher.finish();
            importBatchWriter.writeWaiting(run, items, file.position().get());
            claims.finish(job, items, readError == null ? ImportJob.ImportState.done : ImportJob.ImportState.failed,
                    readError == null ? null : readError + " " + nextStep(items));
        }
    }

    private static String nextStep(long items) {
        return items == 0
                ? "No item was imported. Correct the file and send it again."
                : "The items before this place were processed. Correct the file from there on and send it again: items "
                        + "that are already imported are recognized.";
    }

    /** Reads the file; returns the reason why it cannot be read to its end, or null. */
    private static String read(ImportClaims.ClaimedJob job, ImportFile file, ImportBatcher importBatcher,
            ExecutorService writers) throws IOException {
        try {
            job.format.newReader().read(file, importBatcher);
            return null;
        } catch (BrokenFileException | ZipException e) {
            return e.getMessage();
        } catch (StackOverflowError e) {
            return "The file is nested too deeply to be read.";
        } catch (RuntimeException e) {
            if (importBatcher.hasFailed() || writers.isShutdown() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.errorf(e, "The file of import %s cannot be read because of an unexpected error; the import fails",
                    job.id);
            return "The file cannot be read any further; the log of the service has the reason.";
        }
    }
}
