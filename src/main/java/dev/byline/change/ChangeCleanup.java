package dev.byline.change;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/** Deletes changes after {@value #RETENTION_DAYS} days, except the last one, whose position says where the log ends. */
@Singleton
class ChangeCleanup implements HourlyCleanup {
    static final int RETENTION_DAYS = 30;

    private final CleanupBatches batches;
    private final Clock clock;

    ChangeCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        batches.execute("""
                with expired as materialized (
                    select position from change where position < coalesce(
                        (select position from change where at >= :before order by position limit 1),
                        (select max(position) from change))
                    order by position limit :batch for update skip locked),
                noted as (
                    insert into last_deleted_change as l (position)
                    select max(position) from expired having count(*) > 0
                    on conflict (only_row) do update set position = greatest(l.position, excluded.position))
                delete from change where position in (select position from expired)""",
                clock.instant().minus(Duration.ofDays(RETENTION_DAYS)));
    }
}
