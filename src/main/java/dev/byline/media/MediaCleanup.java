package dev.byline.media;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/**
 * Deletes media {@value #RETENTION_DAYS} days after they were moved to the trash, and files as long after they were
 * replaced. {@link OrphanSweep} deletes their bytes.
 */
@Singleton
class MediaCleanup implements HourlyCleanup {
    static final int RETENTION_DAYS = 30;

    private final CleanupBatches batches;
    private final Clock clock;

    MediaCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        var before = clock.instant().minus(Duration.ofDays(RETENTION_DAYS));
        batches.execute("""
                delete from media where id in (
                    select id from media m where trashed_at is not null and trashed_at <= :before
                        and not exists (select 1 from media_use u where u.media_id = m.id)
                    order by trashed_at limit :batch for update skip locked)""", before);
        batches.execute("""
                delete from media_file where (media_id, version) in (
                    select media_id, version from media_file where replaced_at is not null and replaced_at <= :before
                    order by replaced_at limit :batch for update skip locked)""", before);
    }
}
