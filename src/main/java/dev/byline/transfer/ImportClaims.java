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
import dev.byline.database.ChangeCause;
import dev.byline.database.Locks;
import dev.byline.site.SiteService;
import dev.byline.transfer.format.ImportFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/**
 * Assigns import jobs to nodes and records their progress.
 * <ol>
 * <li>A node claims the oldest job that no node works on.</li>
 * <li>The node sends heartbeats while it works, and records progress in the transactions that write items.</li>
 * <li>If the heartbeats stop, any other node may claim the job and continue.</li>
 * <li>The node finishes the job; the job's uploaded file is deleted.</li>
 * </ol>
 */
@ApplicationScoped
class ImportClaims {
    /** A running job without a heartbeat for this time may be claimed by another node. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);
    /** An upload without a heartbeat for this time is deleted. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(1);

    private final Session database;
    private final ImportJobService jobs;
    private final Locks locks;
    private final AuditLog audit;
    private final SiteService site;
    private final ObjectMapper json;
    private final Clock clock;

    ImportClaims(Session database, ImportJobService jobs, Locks locks, AuditLog audit, SiteService site,
            ObjectMapper json, Clock clock) {
        this.site = site;
        this.database = database;
        this.jobs = jobs;
        this.locks = locks;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** A job that this node has claimed. */
    static final class ClaimedJob {
        final UUID id;
        /** The id of this claim; another claim of the same job has another id. */
        final UUID worker;
        final ImportFormat format;
        final String source;
        final ImportOptions options;
        /** The locales of the site. */
        final List<String> siteLocales;
        final boolean dryRun;
        /** The number of items, counted from the beginning of the file, that earlier runs completed. */
        final long completedItems;
        /** The numbers of later items that earlier runs completed as well. */
        final Set<Long> completedAhead;
        final String createdBy;
        /** The time when the import was requested. */
        final Instant createdAt;

        private ClaimedJob(UUID worker, Tuple row, ImportOptions options, List<String> siteLocales,
                Set<Long> completedAhead) {
            id = row.get("id", UUID.class);
            this.worker = worker;
            format = ImportFormat.valueOf(row.get("format", String.class));
            source = row.get("source", String.class);
            this.options = options;
            this.siteLocales = siteLocales;
            dryRun = row.get("dry_run", Boolean.class);
            completedItems = row.get("items", Long.class);
            this.completedAhead = completedAhead;
            createdBy = row.get("created_by", String.class);
            createdAt = row.get("created_at", Instant.class);
        }

        /** Tells whether an earlier run completed the item of this number. */
        boolean isDone(long number) {
            return number <= completedItems || completedAhead.contains(number);
        }
    }

    /** Signals that another node has claimed the job, or that the job was cancelled. */
    static final class ClaimLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClaimLostException() {
            super("Another node has claimed the import job, or the job was cancelled", null, false, false);
        }
    }

    /**
     * Claims the oldest job that no node works on. Of each source only one job runs at a time. Deletes abandoned
     * uploads as well.
     */
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
                .setParameter("dead", now.minus(HEARTBEAT_TIMEOUT)).getResultList().stream().findFirst();
        return found.map(id -> claim(id, now));
    }

    private ClaimedJob claim(UUID id, Instant now) {
        var worker = UUID.randomUUID();
        // A dry run keeps its planned items only in the memory of its node, so another run starts from the beginning.
        for (var table : List.of("import_item", "import_waiting", "import_note", "import_noted_item")) {
            database.createNativeMutationQuery("delete from " + table
                    + " where job_id = :id and exists (select 1 from import_job where id = :id and dry_run)")
                    .setParameter("id", id).executeUpdate();
        }
        database.createNativeMutationQuery("""
                update import_job set items = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0,
                    conflict = 0, noted = 0 where id = :id and dry_run""").setParameter("id", id).executeUpdate();
        database.createNativeMutationQuery("""
                update import_job set state = 'running', worker = :worker, alive_at = :now,
                    started_at = coalesce(started_at, :now) where id = :id""").setParameter("id", id)
                .setParameter("worker", worker).setParameter("now", now).executeUpdate();
        var t = database.createNativeQuery("""
                select id, format, source, cast(options as text) as options, dry_run, items, created_by, created_at
                from import_job where id = :id""", Tuple.class).setParameter("id", id).getSingleResult();
        return new ClaimedJob(worker, t, parseOptions(t.get("options", String.class)), site.readPublic().locales,
                findCompletedAhead(id, t.get("items", Long.class)));
    }

    private Set<Long> findCompletedAhead(UUID id, long items) {
        return new HashSet<>(database.createNativeQuery("""
                select number from import_item where job_id = :id and number > :items
                union select number from import_waiting where job_id = :id and number > :items""", Long.class)
                .setParameter("id", id).setParameter("items", items).getResultList());
    }

    /** Begins a transaction that writes items, so that the log of changes has them as a part of an import. */
    @Transactional(Transactional.TxType.MANDATORY)
    void beginWriting() {
        ChangeCause.set(database, ChangeCause.IMPORT);
    }

    /**
     * Records progress in the transaction that writes the items.
     *
     * @param completeUpTo
     *            the number of the last item up to which all items are completed
     * @param bytesRead
     *            the number of bytes of the file that were read
     * @param done
     *            the items that this transaction completes; their outcomes are added to the job's counts
     * @throws ClaimLostException
     *             if this node does not hold the claim any more, or the job was cancelled
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void recordProgress(ClaimedJob job, long completeUpTo, long bytesRead, Collection<ImportWorkItem> done) {
        var counts = new long[ImportWorkItem.ImportOutcome.values().length];
        done.forEach(importWorkItem -> counts[importWorkItem.importOutcome.ordinal()]++);
        boolean stillClaimed = database.createNativeMutationQuery("""
                update import_job set items = greatest(items, :items), bytes_read = :read, alive_at = :now,
                    created = created + :created, updated = updated + :updated, unchanged = unchanged + :unchanged,
                    skipped = skipped + :skipped, failed = failed + :failed, conflict = conflict + :conflict,
                    noted = noted + :noted
                where id = :id and worker = :worker and state = 'running' and not cancelled""")
                .setParameter("items", completeUpTo).setParameter("read", bytesRead)
                .setParameter("now", clock.instant())
                .setParameter("created", counts[0]).setParameter("updated", counts[1])
                .setParameter("unchanged", counts[2]).setParameter("skipped", counts[3])
                .setParameter("failed", counts[4]).setParameter("conflict", counts[5])
                .setParameter("noted", done.stream().filter(ImportWorkItem::isNoted).count())
                .setParameter("id", job.id)
                .setParameter("worker", job.worker).executeUpdate() == 1;
        if (!stillClaimed) {
            throw new ClaimLostException();
        }
        // The transaction need not wait for the disk. If a crash of the database server loses it, the items and the
        // job's progress are lost together, and the next run writes the items again.
        database.createNativeQuery("select set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
    }

    /** Records a heartbeat. Returns false if this node does not hold the claim any more, or the job was cancelled. */
    @Transactional
    boolean heartbeat(ClaimedJob job) {
        return database.createNativeMutationQuery("""
                update import_job set alive_at = :now
                where id = :id and worker = :worker and state = 'running' and not cancelled""")
                .setParameter("now", clock.instant()).setParameter("id", job.id).setParameter("worker", job.worker)
                .executeUpdate() == 1;
    }

    /**
     * Ends a job and deletes its uploaded file.
     *
     * @param items
     *            the number of items in the file
     * @param message
     *            the reason of a failure; null without one
     */
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
