package dev.byline.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import dev.byline.database.JdbcQueries;
import dev.byline.job.JobRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/**
 * Compares the store of files with the table of files, once a day on one node:
 * <ol>
 * <li>A file that no medium has is deleted, once it is a day old: its upload may still be running.
 * <li>A file that is missing is counted in the metric {@code byline.media.missing} and logged. Nothing is deleted then,
 * because the file may come back: with the right folder, or from a backup.
 * </ol>
 */
@Singleton
// Publishes the metric from the start.
@Startup
public class OrphanSweep {
    private static final Logger LOG = Logger.getLogger(OrphanSweep.class);
    private static final Duration MIN_AGE = Duration.ofDays(1);
    /** Less than a day, so that a sweep that began later than the last one is not left out. */
    private static final Duration MIN_INTERVAL = Duration.ofHours(20);
    /** The hashes that are compared at a time begin with the same two digits. */
    private static final int PARTS = 256;

    private final MediaStore store;
    private final FileRemoval removal;
    private final Session database;
    private final JdbcQueries jdbcQueries;
    private final JobRunner jobRunner;
    private final Clock clock;
    private final AtomicLong missing;

    OrphanSweep(MediaStore store, FileRemoval removal, Session database, JdbcQueries jdbcQueries, JobRunner jobRunner,
            Clock clock, MeterRegistry meters) {
        this.store = store;
        this.removal = removal;
        this.database = database;
        this.jdbcQueries = jdbcQueries;
        this.jobRunner = jobRunner;
        this.clock = clock;
        this.missing = meters.gauge("byline.media.missing", new AtomicLong());
    }

    /** Sweeps if no node has done it today. */
    @Scheduled(cron = "0 10 4 * * ?", timeZone = "UTC", concurrentExecution = ConcurrentExecution.SKIP)
    void sweepOnce() {
        jobRunner.run("OrphanSweep", () -> {
            if (claim()) {
                sweep();
            }
        });
    }

    /** Compares both sides; returns the number of files that were deleted. */
    public int sweep() {
        int deleted = 0;
        long absent = 0;
        for (int part = 0; part < PARTS && !Thread.currentThread().isInterrupted(); part++) {
            var prefix = "%02x".formatted(part);
            // The table first: the file of a row was stored before the row.
            var known = new HashSet<>(jdbcQueries.list("""
                    select distinct store_key from media_file where store_key >= :from and store_key < :to""",
                    Map.of("from", prefix, "to", prefix + "g"), row -> row.getString(1)));
            var stored = list(prefix);
            for (var hash : known) {
                // A medium that was purged meanwhile misses nothing.
                if (!stored.containsKey(hash) && isKnown(hash)) {
                    absent++;
                    LOG.errorf("The file %s%s of a medium is missing in the store. Check BYLINE_MEDIA_DIR, or restore "
                            + "the file from a backup.", MediaStore.FILES, hash);
                }
            }
            // The clock of the machine, which dates the files.
            var before = Instant.now().minus(MIN_AGE);
            for (var file : stored.entrySet()) {
                if (!known.contains(file.getKey()) && file.getValue().isBefore(before)
                        && removal.deleteIfUnused(file.getKey())) {
                    deleted++;
                }
            }
        }
        missing.set(absent);
        if (deleted > 0) {
            LOG.infof("Deleted %d files of media that no medium has any more.", deleted);
        }
        return deleted;
    }

    private boolean isKnown(String hash) {
        return !jdbcQueries.list("select 1 from media_file where store_key = :hash limit 1", Map.of("hash", hash),
                row -> 1).isEmpty();
    }

    private Map<String, Instant> list(String prefix) {
        var stored = new HashMap<String, Instant>();
        try {
            store.list(MediaStore.FILES + prefix,
                    file -> stored.put(file.key().substring(MediaStore.FILES.length()), file.storedAt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored;
    }

    private boolean claim() {
        return QuarkusTransaction.requiringNew().call(() -> database.createNativeMutationQuery(
                """
                        insert into media_sweep (swept_at) values (:now)
                        on conflict (only_row) do update set swept_at = excluded.swept_at where media_sweep.swept_at <= :before""")
                .setParameter("now", clock.instant()).setParameter("before", clock.instant().minus(MIN_INTERVAL))
                .executeUpdate()) == 1;
    }
}
