package dev.byline.transfer;

import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Locks;
import dev.byline.transfer.Item.Outcome;
import dev.byline.transfer.format.ImportLine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Brings items into the database, many a transaction, and where these cannot all be written, one a transaction. */
@ApplicationScoped
class Importer {
    private static final Logger LOG = Logger.getLogger(Importer.class);
    private static final int AT_A_TIME = 200;
    private static final int SECONDS = 300;

    private final Preparation preparation;
    private final ItemWriter writer;
    private final ImportClaims claims;
    private final ImportReport report;
    private final Locks locks;
    private final ObjectMapper json;

    Importer(Preparation preparation, ItemWriter writer, ImportClaims claims, ImportReport report, Locks locks,
            ObjectMapper json) {
        this.preparation = preparation;
        this.writer = writer;
        this.claims = claims;
        this.report = report;
        this.locks = locks;
        this.json = json;
    }

    void prepare(Item item, ImportRun run) {
        if (item.outcome == null) {
            preparation.prepare(item, run.job().options());
        }
        item.prepared();
    }

    /** Writes items of a file; all that come before and with {@code upTo} are dealt with then. */
    void write(List<Item> items, ImportRun run, long upTo, long bytesRead) {
        try {
            transact(items, run, upTo, bytesRead);
        } catch (ImportClaims.LostException e) {
            throw e;
        } catch (RuntimeException e) {
            run.forget();
            if (!isOfItems(e)) {
                throw e;
            }
            LOG.debugf(e, "%d items are written one by one", items.size());
            items.forEach(item -> alone(item, run, Math.min(upTo, item.number), bytesRead));
        }
    }

    private void alone(Item item, ImportRun run, long upTo, long bytesRead) {
        item.reset();
        try {
            transact(List.of(item), run, upTo, bytesRead);
        } catch (ImportClaims.LostException e) {
            throw e;
        } catch (RuntimeException e) {
            run.forget();
            if (!isOfItems(e)) {
                throw e;
            }
            if (item.outcome != Outcome.failed) {
                LOG.warnf(e, "An item of import %s cannot be written: %s", run.job().id(), item.place);
                item.reset();
                item.is(Outcome.failed, "the database refuses it; the log of the service says why");
            }
            // What was refused is written with nothing but its reason: its transaction was rolled back.
            item.version = null;
            transact(List.of(item), run, upTo, bytesRead);
        }
    }

    private void transact(List<Item> items, ImportRun run, long upTo, long bytesRead) {
        QuarkusTransaction.requiringNew().timeout(SECONDS).run(() -> {
            if (items.stream().anyMatch(item -> item.type == ImportLine.Type.article)) {
                locks.shared(Locks.REFERENCES);
            }
            writer.write(items, run);
            var waiting = items.stream().filter(item -> item.waits).toList();
            var done = items.stream().filter(item -> !item.waits).toList();
            report.wait(run.job().id(), waiting, this::json);
            report.add(run.job().id(), done);
            report.waitNoMore(run.job().id(), done.stream().filter(item -> item.hasWaited).toList());
            claims.advance(run.job(), upTo, bytesRead, done);
        });
    }

    /** Whether the items are to blame, and not the database that is away, or the node that stops. */
    private static boolean isOfItems(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().matches("(2[123]|40|42|54|P0).*");
            }
        }
        return !(e instanceof IllegalStateException) && !Thread.currentThread().isInterrupted();
    }

    /** Goes over what waits until a round changes nothing; then whatever still waits does without. */
    void catchUp(ImportRun run, long upTo, long bytesRead) {
        boolean some = true;
        while (some) {
            long written = 0;
            long behind = 0;
            some = false;
            for (var waiting = next(run, behind); !waiting.isEmpty(); waiting = next(run, behind)) {
                some = true;
                behind = waiting.get(waiting.size() - 1).number();
                var items = waiting.stream().map(this::item).toList();
                items.forEach(item -> prepare(item, run));
                write(items, run, upTo, bytesRead);
                written += items.stream().filter(item -> !item.waits).count();
            }
            if (written == 0) {
                run.mustDoWithout();
            }
        }
    }

    private List<ImportReport.Waiting> next(ImportRun run, long behind) {
        return report.waiting(run.job().id(), behind, AT_A_TIME);
    }

    private Item item(ImportReport.Waiting waiting) {
        try {
            var item = new Item(waiting.number(), waiting.place(), json.readValue(waiting.line(), ImportLine.class));
            item.hasWaited = true;
            return item;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String json(Item item) {
        try {
            return json.writeValueAsString(item.line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
