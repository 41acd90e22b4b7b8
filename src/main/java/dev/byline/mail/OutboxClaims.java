package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.hibernate.Session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Claims due mails of the outbox for this node, and records what became of each. A claim is a later due time: when the
 * claim of a node that died has ended, the mail is due again. Each method joins the transaction of its caller, or is
 * one.
 */
@ApplicationScoped
class OutboxClaims {
    private final Session database;
    private final ObjectMapper json;
    private final LinkTokens tokens;
    private final Clock clock;

    OutboxClaims(Session database, ObjectMapper json, LinkTokens tokens, Clock clock) {
        this.database = database;
        this.json = json;
        this.tokens = tokens;
        this.clock = clock;
    }

    private record OutboxRow(UUID id, String mail, Instant createdAt, int attempts) {}

    /**
     * A mail that only this node sends, until its claim ends.
     *
     * @param token
     *            the token of the link in the mail, or null; created for this attempt, because only its hash is stored
     * @param attempts
     *            the number of attempts, including this one
     */
    record ClaimedMail(UUID id, Mail mail, String token, Instant createdAt, int attempts) {}

    /** Claims due mails that no other node has claimed, first those that are no bulk mails. */
    @Transactional
    List<ClaimedMail> claim(int maxMails, Duration duration) {
        var now = clock.instant();
        return database.createNativeQuery("""
                with claimed as (
                    update outbox set due_at = :until, attempts = attempts + 1
                    where id in (select id from outbox where state = 'waiting' and due_at <= :now
                        order by bulk, due_at, id limit :most for update skip locked)
                    returning id, cast(mail as text) as mail, created_at, attempts, bulk)
                select id, mail, created_at, attempts from claimed order by bulk, id""", OutboxRow.class)
                .setParameter("until", now.plus(duration)).setParameter("now", now).setParameter("most", maxMails)
                .getResultList().stream().map(this::toClaimedMail).toList();
    }

    private ClaimedMail toClaimedMail(OutboxRow row) {
        var mail = parseMail(row.mail);
        var token = mail.token == null ? null : tokens.create(mail.token);
        return new ClaimedMail(row.id, mail, token, row.createdAt, row.attempts);
    }

    /** Returns a mail that this node did not try to send. */
    @Transactional
    void release(ClaimedMail claimed) {
        update(claimed, "due_at = :now, attempts = attempts - 1", null);
    }

    @Transactional
    void markSent(ClaimedMail claimed) {
        update(claimed, "state = 'sent', done_at = :now, mail = null", null);
    }

    @Transactional
    void markFailed(ClaimedMail claimed, String problem) {
        update(claimed, "state = 'failed', done_at = :now, mail = null", problem);
    }

    /** Makes the mail due again after the delay. */
    @Transactional
    void retryAfter(Duration delay, ClaimedMail claimed, String problem) {
        update(claimed, "due_at = cast(:now as timestamptz) + " + delay.toMinutes() + " * interval '1 minute'",
                problem);
    }

    private void update(ClaimedMail claimed, String change, String problem) {
        database.createNativeMutationQuery("update outbox set problem = :problem, " + change + " where id = :id")
                .setParameter("problem", problem, String.class).setParameter("now", clock.instant())
                .setParameter("id", claimed.id).executeUpdate();
    }

    private Mail parseMail(String mail) {
        try {
            return json.readValue(mail, Mail.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
