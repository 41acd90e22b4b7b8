package dev.byline.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.audit.AuditLog;
import dev.byline.database.Locks;
import dev.byline.transfer.format.ImportFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** Which node works on which job, and how far it is. A job without a sign of life is anybody's. */
@ApplicationScoped
class ImportClaims {
    /** After so long without a sign of life a run counts as dead. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(1);

    private final Session database;
    private final ImportJobService jobs;
    private final Locks locks;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final Clock clock;

    ImportClaims(Session database, ImportJobService jobs, Locks locks, AuditLog audit, ObjectMapper json, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.locks = locks;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A job that this node works on, as run {@code worker}.
     *
     * @param completedItems
     *            how many items from the beginning earlier runs have dealt with
     * @param completedAhead
     *            the numbers of those behind them that they have dealt with as well
     */
    record ClaimedJob(
            UUID id,
            UUID worker,
            ImportFormat format,
            String source,
            ImportOptions options,
            boolean dryRun,
            long completedItems,
            Set<Long> completedAhead,
            String createdBy) {
        /** Whether an earlier run has dealt with the item of this number. */
        boolean isDone(long number) {
            return number <= completedItems || completedAhead.contains(number);
        }
    }

    /** Another node works on it now, or somebody cancelled it. */
    static final class ClaimLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClaimLostException() {
            super("The job is another's, or cancelled", null, false, false);
        }
    }

    /** Takes the oldest job that nobody works on; of one source one at a time. */
    @Transactional
    Optional<ClaimedJob> claim() {
        locks.exclusive("imports");
        var now = clock.instant();
        database.createNativeMutationQuery("delete from import_job where state = 'uploading' and alive_at < :since")
                .setParameter("since", now.minus(UPLOAD_TIMEOUT)).executeUpdate();
        var found = database.createNativeQuery("""
                select id from import_job j where state in ('queued', 'running')
                and (alive_at is null or alive_at < :dead) and not exists (
                    select 1 from import_job other where other.source = j.source and other.id <> j.id
                    and other.state = 'running' and other.alive_at >= :dead)
                order by created_at, id limit 1 for update skip locked""", UUID.class)
                .setParameter("dead", now.minus(HEARTBEAT_TIMEOUT)).getResultStream().findFirst();
        return found.map(id -> claim(id, now));
    }

    private ClaimedJob claim(UUID id, Instant now) {
        var worker = UUID.randomUUID();
        // What a dry run found out was only in the memory of who did it.
        for (var table : List.of("import_item", "import_waiting")) {
            database.createNativeMutationQuery("delete from " + table
                    + " where job_id = :id and exists (select 1 from import_job where id = :id and dry_run)")
                    .setParameter("id", id).executeUpdate();
        }
        database.createNativeMutationQuery("""
                update import_job set items = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0,
                    conflict = 0 where id = :id and dry_run""").setParameter("id", id).executeUpdate();
        database.createNativeMutationQuery("""
                update import_job set state = 'running', worker = :worker, alive_at = :now,
                    started_at = coalesce(started_at, :now) where id = :id""").setParameter("id", id)
                .setParameter("worker", worker).setParameter("now", now).executeUpdate();
        var t = database.createNativeQuery("""
                select format, source, cast(options as text) as options, dry_run, items, created_by
                from import_job where id = :id""", Tuple.class).setParameter("id", id).getSingleResult();
        return new ClaimedJob(id, worker, ImportFormat.valueOf(t.get(0, String.class)), t.get(1, String.class),
                parseOptions(t.get(2, String.class)), t.get(3, Boolean.class), t.get(4, Long.class),
                findCompletedAhead(id, t.get(4, Long.class)), t.get(5, String.class));
    }

    private Set<Long> findCompletedAhead(UUID id, long items) {
        return new HashSet<>(database.createNativeQuery("""
                select number from import_item where job_id = :id and number > :items
                union select number from import_waiting where job_id = :id and number > :items""", Long.class)
                .setParameter("id", id).setParameter("items", items).getResultList());
    }

    /** Adds to a job what was done just now, in the transaction that does it; {@link ClaimLostException} if it is not ours. */
    @Transactional(Transactional.TxType.MANDATORY)
    void recordProgress(ClaimedJob job, long completeUpTo, long bytesRead, Collection<ImportWorkItem> done) {
        var counts = new long[ImportWorkItem.ImportOutcome.values().length];
        done.forEach(importWorkItem -> counts[importWorkItem.importOutcome.ordinal()]++);
        boolean stillClaimed = database.createNativeMutationQuery("""
                update import_job set items = greatest(items, :items), bytes_read = :read, alive_at = :now,
                    created = created + :created, updated = updated + :updated, unchanged = unchanged + :unchanged,
                    skipped = skipped + :skipped, failed = failed + :failed, conflict = conflict + :conflict
                where id = :id and worker = :worker and state = 'running' and not cancelled""")
                .setParameter("items", completeUpTo).setParameter("read", bytesRead)
                .setParameter("now", clock.instant())
                .setParameter("created", counts[0]).setParameter("updated", counts[1])
                .setParameter("unchanged", counts[2]).setParameter("skipped", counts[3])
                .setParameter("failed", counts[4]).setParameter("conflict", counts[5]).setParameter("id", job.id)
                .setParameter("worker", job.worker).executeUpdate() == 1;
        if (!stillClaimed) {
            throw new ClaimLostException();
        }
        // Whatever a crash of the server takes back, it takes the job's progress with it: nobody waits for the disk.
        database.createNativeQuery("select set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
    }

    /** A sign of life; false if the job is not ours any more, or cancelled. */
    @Transactional
    boolean heartbeat(ClaimedJob job) {
        return database.createNativeMutationQuery("""
                update import_job set alive_at = :now
                where id = :id and worker = :worker and state = 'running' and not cancelled""")
                .setParameter("now", clock.instant()).setParameter("id", job.id).setParameter("worker", job.worker)
                .executeUpdate() == 1;
    }

    /** The end of it, after so many items. */
    @Transactional
    void finish(ClaimedJob job, long items, ImportJob.ImportState importState, String message) {
        boolean stillClaimed = database.createNativeMutationQuery("""
                update import_job set state = case when cancelled then 'cancelled' else :state end, message = :message,
                    items = greatest(items, :items),
                    bytes_read = case when :state = 'done' and not cancelled then bytes else bytes_read end,
                    finished_at = :now, worker = null, alive_at = null
                where id = :id and worker = :worker""").setParameter("state", importState.name())
                .setParameter("items", items).setParameter("message", message, String.class)
                .setParameter("now", clock.instant())
                .setParameter("id", job.id).setParameter("worker", job.worker).executeUpdate() == 1;
        if (stillClaimed) {
            jobs.deleteWorkingData(job.id);
            audit.record("import.finish", job.id);
        }
    }

    private ImportOptions parseOptions(String options) {
        try {
            return json.readValue(options, ImportOptions.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
