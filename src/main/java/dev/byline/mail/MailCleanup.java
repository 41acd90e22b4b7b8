package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.inject.Singleton;

/** Deletes processed mails and the messages of the mailbox after {@value #RETENTION_DAYS} days, and expired links in mails. */
@Singleton
class MailCleanup implements HourlyCleanup {
    static final int RETENTION_DAYS = 30;
    /** Time for which an expired link is still recognized as expired. */
    private static final Duration EXPIRED_LINK_RETENTION = Duration.ofDays(7);

    private final CleanupBatches batches;
    private final Clock clock;

    MailCleanup(CleanupBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        var now = clock.instant();
        batches.execute("""
                delete from outbox where id in (
                    select id from outbox where state <> 'waiting' and done_at < :before
                    order by done_at limit :batch for update skip locked)""",
                now.minus(Duration.ofDays(RETENTION_DAYS)));
        batches.execute("""
                delete from mailbox_message where id in (
                    select id from mailbox_message where created_at < :before
                    order by created_at limit :batch for update skip locked)""",
                now.minus(Duration.ofDays(RETENTION_DAYS)));
        batches.execute("""
                delete from link_token where hash in (
                    select hash from link_token where expires_at < :before
                    order by expires_at limit :batch for update skip locked)""", now.minus(EXPIRED_LINK_RETENTION));
    }
}
