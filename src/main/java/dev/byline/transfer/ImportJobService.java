package dev.byline.transfer;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import org.hibernate.Session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import dev.byline.transfer.format.ImportFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** Creates, cancels and lists import jobs. */
@ApplicationScoped
class ImportJobService {
    private static final String COLUMNS = """
            id, state, format, source, dry_run, bytes, bytes_read, items, created, updated, unchanged, skipped, failed,
            conflict, noted, message, created_by, created_at, started_at, finished_at""";

    private final Session database;
    private final ImportNoteStore notes;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final Clock clock;

    ImportJobService(Session database, ImportNoteStore notes, AuditLog audit, ObjectMapper json, Clock clock) {
        this.database = database;
        this.notes = notes;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** Creates a job in the state {@code uploading}. */
    @Transactional
    UUID create(ImportFormat importFormat, String source, ImportOptions options, boolean dryRun) {
        var id = Ids.next();
        database.createNativeMutationQuery("""
                insert into import_job (id, state, format, source, options, dry_run, created_by, created_at, alive_at)
                values (:id, 'uploading', :format, :source, cast(:options as jsonb), :dry, :by, :now, :now)""")
                .setParameter("id", id).setParameter("format", importFormat.name()).setParameter("source", source)
                .setParameter("options", toJson(options)).setParameter("dry", dryRun)
                .setParameter("by", audit.actor()).setParameter("now", clock.instant()).executeUpdate();
        audit.record("import.create", id);
        return id;
    }

    /** Queues a job whose file is complete, so that any node may claim it. */
    @Transactional
    void enqueue(UUID id, long bytes) {
        database.createNativeMutationQuery("""
                update import_job set state = 'queued', bytes = :bytes, alive_at = null where id = :id""")
                .setParameter("id", id).setParameter("bytes", bytes).executeUpdate();
    }

    /** Deletes a job together with its file, after its upload failed. */
    @Transactional
    void remove(UUID id) {
        database.createNativeMutationQuery("delete from import_job where id = :id").setParameter("id", id)
                .executeUpdate();
    }

    /**
     * Cancels a job. Items that the job has already written stay. Cancelling a job that is already cancelled or
     * otherwise over changes nothing.
     */
    @Transactional
    ImportJob cancel(String reference) {
        var id = parseId(reference);
        int stopped = database.createNativeMutationQuery("""
                update import_job set cancelled = true, state = 'cancelled', finished_at = :now, worker = null
                where id = :id and state in ('uploading', 'queued', 'running')""").setParameter("id", id)
                .setParameter("now", clock.instant()).executeUpdate();
        if (stopped == 1) {
            deleteWorkingData(id);
            audit.record("import.cancel", id);
        }
        return read(reference);
    }

    /** Deletes the uploaded file and the waiting items of a job that is over. */
    void deleteWorkingData(UUID id) {
        for (var table : List.of("import_chunk", "import_waiting")) {
            database.createNativeMutationQuery("delete from " + table + " where job_id = :id").setParameter("id", id)
                    .executeUpdate();
        }
    }

    /** Reads a job with the kinds of its notes; 404 if there is no such job. */
    @Transactional
    ImportJob read(String reference) {
        return database.createNativeQuery("select " + COLUMNS + " from import_job where id = :id", Tuple.class)
                .setParameter("id", parseId(reference)).getResultList().stream().findFirst()
                .map(row -> new ImportJob(row, clock, notes.list(row.get("id", UUID.class))))
                .orElseThrow(() -> ProblemException.notFound("import", reference));
    }

    /** Lists a page of jobs, newest first. */
    @Transactional
    Page<ImportJob> list(PageQuery query) {
        var keys = new Keyset<>(query, "imports", true, Keyset::parseTime);
        var rows = keys.bind(database.createNativeQuery("select " + COLUMNS + " from import_job where 1 = 1"
                + keys.seekCondition("created_at", "id") + keys.orderBy("created_at", "id"), Tuple.class))
                .getResultList();
        return keys.toPage(rows.stream().map(row -> new ImportJob(row, clock, null)).toList(), job -> job.createdAt,
                job -> job.id,
                () -> database.createNativeQuery("select count(*) from import_job", Long.class).getSingleResult());
    }

    /** Parses the job id of a path; 404 if it is not a UUID. */
    static UUID parseId(String reference) {
        var id = Slugs.parseId(reference);
        if (id == null) {
            throw ProblemException.notFound("import", reference);
        }
        return id;
    }

    private String toJson(ImportOptions options) {
        try {
            return json.writeValueAsString(options);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
