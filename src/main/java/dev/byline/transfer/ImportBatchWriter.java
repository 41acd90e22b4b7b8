package dev.byline.transfer;

import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Locks;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Brings items into the database, many a transaction, and where these cannot all be written, one a transaction. */
@ApplicationScoped
class ImportBatchWriter {
    private static final Logger LOG = Logger.getLogger(ImportBatchWriter.class);
    private static final int BATCH_SIZE = 200;
    private static final int TRANSACTION_TIMEOUT_SECONDS = 300;

    private final ImportItemPreparer importItemPreparer;
    private final ImportItemWriter writer;
    private final ImportClaims claims;
    private final ImportReportStore report;
    private final Locks locks;
    private final ObjectMapper json;

    ImportBatchWriter(ImportItemPreparer importItemPreparer, ImportItemWriter writer, ImportClaims claims,
            ImportReportStore report, Locks locks,
            ObjectMapper json) {
        this.importItemPreparer = importItemPreparer;
        this.writer = writer;
        this.claims = claims;
        this.report = report;
        this.locks = locks;
        this.json = json;
    }

    void prepare(ImportWorkItem importWorkItem, ImportRun run) {
        if (importWorkItem.importOutcome == null) {
            importItemPreparer.prepare(importWorkItem, run.job().options());
        }
        importWorkItem.prepared();
    }

    /** Writes items of a file; all that come before and with {@code upTo} are dealt with then. */
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
            LOG.debugf(e, "%d items are written one by one", items.size());
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
                LOG.warnf(e, "An item of import %s cannot be written: %s", run.job().id(), importWorkItem.place);
                importWorkItem.reset();
                importWorkItem.decide(ImportOutcome.failed, "the database refuses it; the log of the service says why");
            }
            // What was refused is written with nothing but its reason: its transaction was rolled back.
            importWorkItem.version = null;
            writeInTransaction(List.of(importWorkItem), run, completeUpTo, bytesRead);
        }
    }

    private void writeInTransaction(List<ImportWorkItem> items, ImportRun run, long completeUpTo, long bytesRead) {
        QuarkusTransaction.requiringNew().timeout(TRANSACTION_TIMEOUT_SECONDS).run(() -> {
            if (items.stream().anyMatch(importWorkItem -> importWorkItem.importType == ImportLine.ImportType.article)) {
                locks.shared(Locks.REFERENCES);
            }
            writer.write(items, run);
            var waiting = items.stream().filter(importWorkItem -> importWorkItem.waits).toList();
            var done = items.stream().filter(importWorkItem -> !importWorkItem.waits).toList();
            report.addWaiting(run.job().id(), waiting, this::json);
            report.add(run.job().id(), done);
            report.deleteWaiting(run.job().id(),
                    done.stream().filter(importWorkItem -> importWorkItem.hasWaited).toList());
            claims.recordProgress(run.job(), completeUpTo, bytesRead, done);
        });
    }

    /** Whether the items are to blame, and not the database that is away, or the node that stops. */
    private static boolean isCausedByItems(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().matches("(2[123]|40|42|54|P0).*");
            }
        }
        return !(e instanceof IllegalStateException) && !Thread.currentThread().isInterrupted();
    }

    /** Goes over what waits until a round changes nothing; then whatever still waits does without. */
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
        return report.listWaitingAfter(run.job().id(), afterNumber, BATCH_SIZE);
    }

    private ImportWorkItem toItem(ImportReportStore.WaitingItem waitingItem) {
        try {
            var importWorkItem = new ImportWorkItem(waitingItem.number(), waitingItem.place(),
                    json.readValue(waitingItem.json(), ImportLine.class));
            importWorkItem.hasWaited = true;
            return importWorkItem;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String json(ImportWorkItem importWorkItem) {
        try {
            return json.writeValueAsString(importWorkItem.line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
