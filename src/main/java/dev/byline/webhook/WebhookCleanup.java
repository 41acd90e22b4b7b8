package dev.byline.webhook;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/** Deletes deliveries after {@value #RETENTION_DAYS} days, and the deliveries of webhooks that were deleted. */
@Singleton
class WebhookCleanup implements HourlyCleanup {
    static final int RETENTION_DAYS = 30;

    private final CleanupBatches batches;
    private final Clock clock;

    WebhookCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        var now = clock.instant();
        batches.execute("""
                delete from webhook_delivery where id in (
                    select id from webhook_delivery where at < :before
                    order by at limit :batch for update skip locked)""", now.minus(Duration.ofDays(RETENTION_DAYS)));
        batches.execute("""
                delete from webhook_delivery where id in (
                    select id from webhook_delivery d where at < :before
                        and not exists (select 1 from webhook w where w.id = d.webhook_id)
                    limit :batch for update skip locked)""", now);
    }
}
