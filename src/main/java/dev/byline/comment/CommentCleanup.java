package dev.byline.comment;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import dev.byline.spam.Bans;
import jakarta.inject.Singleton;

/** Deletes data of comments whose retention has ended. */
@Singleton
class CommentCleanup implements HourlyCleanup {
    /**
     * Retention of address hashes and user agents, rejected comments and spam, replaced texts, and resolved reports.
     */
    static final int RETENTION_DAYS = 30;
    /** Retention of tombstones without visible replies. */
    private static final Duration BARE_TOMBSTONE_RETENTION = Duration.ofDays(1);

    private final CleanupBatches batches;
    private final Bans bans;
    private final Clock clock;

    CommentCleanup(CleanupBatches batches, Bans bans, Clock clock) {
        this.batches = batches;
        this.bans = bans;
        this.clock = clock;
    }

    @Override
    public void deleteExpired() {
        var now = clock.instant();
        var before = now.minus(Duration.ofDays(RETENTION_DAYS));
        batches.execute("""
                update comment set address_hash = null, author_key = null, user_agent = null where id in (
                    select id from comment where (author_key is not null or user_agent is not null)
                    and created_at <= :before order by created_at limit :batch for update skip locked)""", before);
        // Comments with replies stay, because their replies would become visible without them.
        batches.execute("""
                delete from comment where id in (
                    select id from comment c where state in ('spam', 'rejected') and moved_at <= :before
                    and not exists (select 1 from comment r where r.parent_id = c.id)
                    limit :batch for update skip locked)""", before);
        // Repeated deletion walks up a thread: a deleted comment may have been the last reply of a tombstone.
        batches.execute("""
                delete from comment where id in (
                    select id from comment c where state = 'deleted' and bare and moved_at <= :before
                    and not exists (select 1 from comment r where r.parent_id = c.id)
                    limit :batch for update skip locked)""", now.minus(BARE_TOMBSTONE_RETENTION));
        batches.execute(
                """
                        delete from comment_revision where id in (
                            select id from comment_revision where replaced_at <= :before limit :batch for update skip locked)""",
                before);
        batches.execute("""
                delete from comment_report where id in (
                    select id from comment_report where resolved_at <= :before limit :batch for update skip locked)""",
                before);
        bans.deleteExpired();
    }
}
