package dev.byline.subscription;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/** Deletes subscribers who did not confirm within a week. */
@Singleton
class SubscriberCleanup implements HourlyCleanup {
    private static final Duration PENDING_RETENTION = Duration.ofDays(7);

    private final CleanupBatches batches;
    private final Clock clock;

    SubscriberCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        batches.execute("""
                delete from subscriber where id in (
                    select id from subscriber where state = 'pending' and created_at < :before
                    order by created_at limit :batch for update skip locked)""",
                clock.instant().minus(PENDING_RETENTION));
    }
}
