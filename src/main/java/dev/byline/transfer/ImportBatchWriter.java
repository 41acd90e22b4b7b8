package dev.byline.transfer;

import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.byline.database.Locks;
import dev.byline.database.LongWork;
import dev.byline.problem.Causes;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes the items of a batch in one transaction, together with their report and the progress of the job. If the
 * transaction fails because of an item, each item is written in a transaction of its own.
 */
@ApplicationScoped
class ImportBatchWriter {
    private static final Logger LOG = Logger.getLogger(ImportBatchWriter.class);
    private static final int BATCH_SIZE = 200;
    private static final int TRANSACTION_TIMEOUT_SECONDS = 300;
    /** The field beside those of the line in a stored waiting item. */
    private static final String NOTES_FIELD = "notes";

    private final ImportItemPreparer importItemPreparer;
    private final ImportItemWriter writer;
    private final ImportClaims claims;
    private final ImportReportStore report;
    private final Locks locks;
    private final LongWork longWork;
    private final ObjectMapper json;

    ImportBatchWriter(ImportItemPreparer importItemPreparer, ImportItemWriter writer, ImportClaims claims,
            ImportReportStore report, Locks locks, LongWork longWork, ObjectMapper json) {
        this.longWork = longWork;
        this.importItemPreparer = importItemPreparer;
        this.writer = writer;
        this.claims = claims;
        this.report = report;
        this.locks = locks;
        this.json = json;
    }

    /** Prepares an item, unless its outcome is already decided. */
    void prepare(ImportWorkItem importWorkItem, ImportRun run) {
        if (importWorkItem.importOutcome == null) {
            importItemPreparer.prepare(importWorkItem, run.job().options);
        }
        importWorkItem.prepared();
    }

    /**
     * Writes a batch.
     *
     * @param completeUpTo
     *            the number of the last item up to which all items are completed when this batch is written
     */
    void write(List<ImportWorkItem> items, ImportRun run, long completeUpTo, long bytesRead) {
        try {
            writeInTransaction(items, run, completeUpTo, bytesRead);
        } catch (ImportClaims.ClaimLostException e) {
            throw e;
        } catch (RuntimeException e) {
            run.clearCache();
            if (!isCausedByItems(e)) {
                throw e;
            }
            LOG.debugf(e, "A batch of %d items could not be written; its items are written one by one", items.size());
            items.forEach(importWorkItem -> writeSingle(importWorkItem, run,
                    Math.min(completeUpTo, importWorkItem.number), bytesRead));
        }
    }

    private void writeSingle(ImportWorkItem importWorkItem, ImportRun run, long completeUpTo, long bytesRead) {
        importWorkItem.reset();
        try {
            writeInTransaction(List.of(importWorkItem), run, completeUpTo, bytesRead);
        } catch (ImportClaims.ClaimLostException e) {
            throw e;
        } catch (RuntimeException e) {
            run.clearCache();
            if (!isCausedByItems(e)) {
                throw e;
            }
            if (importWorkItem.importOutcome != ImportOutcome.failed) {
                LOG.warnf(e, "An item of import %s failed because of a database error: %s", run.job().id,
                        importWorkItem.place);
                importWorkItem.reset();
                importWorkItem.decide(ImportOutcome.failed,
                        "the database refuses the item; the log of the service has the reason");
            }
            // The transaction was rolled back, so only the report of the failed item is written now, without a version.
            importWorkItem.version = null;
            writeInTransaction(List.of(importWorkItem), run, completeUpTo, bytesRead);
        }
    }

    private void writeInTransaction(List<ImportWorkItem> items, ImportRun run, long completeUpTo, long bytesRead) {
        QuarkusTransaction.requiringNew().timeout(TRANSACTION_TIMEOUT_SECONDS).run(() -> {
            longWork.allow(Duration.ofSeconds(TRANSACTION_TIMEOUT_SECONDS));
            if (items.stream().anyMatch(importWorkItem -> importWorkItem.importType == ImportLine.ImportType.article)) {
                locks.shared(Locks.REFERENCES);
            }
            claims.beginWriting();
            writer.write(items, run);
            var waiting = items.stream().filter(importWorkItem -> importWorkItem.waits).toList();
            var done = items.stream().filter(importWorkItem -> !importWorkItem.waits).toList();
            report.addWaiting(run.job().id, waiting, this::json);
            report.add(run.job().id, done);
            report.deleteWaiting(run.job().id,
                    done.stream().filter(importWorkItem -> importWorkItem.hasWaited).toList());
            claims.recordProgress(run.job(), completeUpTo, bytesRead, done);
        });
    }

    /**
     * Tells whether an item caused the exception, by the class of its SQL state. Other causes are a database that
     * cannot be reached and a node that shuts down.
     */
    private static boolean isCausedByItems(Throwable e) {
        var sqlState = Causes.sqlStates(e).findFirst();
        if (sqlState.isPresent()) {
            return sqlState.get().matches("(2[123]|40|42|54|P0).*");
        }
        return !(e instanceof IllegalStateException) && !Thread.currentThread().isInterrupted();
    }

    /**
     * Writes the waiting items.
     * <ol>
     * <li>Goes over all waiting items, and writes those whose references exist by now.</li>
     * <li>Repeats that as long as a round writes at least one item, because items may wait for each other.</li>
     * <li>Decides the remaining items in a final pass: they are written without missing optional references, or
     * fail.</li>
     * </ol>
     */
    void writeWaiting(ImportRun run, long completeUpTo, long bytesRead) {
        boolean found = true;
        while (found) {
            long written = 0;
            long lastNumber = 0;
            found = false;
            for (var waiting = nextWaiting(run, lastNumber); !waiting.isEmpty(); waiting = nextWaiting(run,
                    lastNumber)) {
                found = true;
                lastNumber = waiting.get(waiting.size() - 1).number();
                var items = waiting.stream().map(this::toItem).toList();
                items.forEach(importWorkItem -> prepare(importWorkItem, run));
                write(items, run, completeUpTo, bytesRead);
                written += items.stream().filter(importWorkItem -> !importWorkItem.waits).count();
            }
            if (written == 0) {
                run.startFinalPass();
            }
        }
    }

    private List<ImportReportStore.WaitingItem> nextWaiting(ImportRun run, long afterNumber) {
        return report.listWaitingAfter(run.job().id, afterNumber, BATCH_SIZE);
    }

    private ImportWorkItem toItem(ImportReportStore.WaitingItem waitingItem) {
        try {
            var stored = (ObjectNode) json.readTree(waitingItem.json());
            var notes = stored.remove(NOTES_FIELD);
            var importWorkItem = new ImportWorkItem(waitingItem.number(), waitingItem.place(),
                    json.treeToValue(stored, ImportLine.class),
                    notes == null ? List.of() : List.of(json.treeToValue(notes, String[].class)));
            importWorkItem.hasWaited = true;
            return importWorkItem;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Converts a waiting item into JSON: as its reader passed it on, because it is prepared again when it is read. The
     * field with the notes of the reader is left out without notes, so that nodes of the previous release, which do not
     * know the field, can continue the job.
     */
    private String json(ImportWorkItem importWorkItem) {
        try {
            ObjectNode stored = json.valueToTree(importWorkItem.givenLine);
            if (!importWorkItem.givenNotes.isEmpty()) {
                stored.set(NOTES_FIELD, json.valueToTree(importWorkItem.givenNotes));
            }
            return json.writeValueAsString(stored);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
