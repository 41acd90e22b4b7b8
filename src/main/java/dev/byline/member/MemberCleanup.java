package dev.byline.member;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/** Deletes accounts whose address was not verified within a week. */
@Singleton
class MemberCleanup implements HourlyCleanup {
    private static final Duration UNVERIFIED_RETENTION = Duration.ofDays(7);

    private final CleanupBatches batches;
    private final Clock clock;

    MemberCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        // Imported members have the dates of another service, and were never asked to verify their address here.
        batches.execute("""
                delete from member where id in (
                    select id from member where verified_at is null and created_at < :before
                    and not exists (select 1 from imported i where i.id = member.id and i.type = 'member')
                    order by created_at limit :batch for update skip locked)""",
                clock.instant().minus(UNVERIFIED_RETENTION));
    }
}
