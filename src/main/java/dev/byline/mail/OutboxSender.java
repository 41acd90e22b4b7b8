package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.job.QueueWorker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Sends the mails of the outbox:
 * <ol>
 * <li>A node claims up to ten due mails for five minutes and skips those that other nodes have claimed.
 * <li>The node sends one mail after the other and records each immediately. If the node is killed, only the mail that
 * it was just handing over may be sent again, with the same {@code Message-ID}.
 * <li>A mail that cannot be sent is retried after 1, 2, 4 … minutes (at most six hours), for {@value #MAX_RETRY_DAYS}
 * days.
 * </ol>
 */
@ApplicationScoped
class OutboxSender {
    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final int BATCH_SIZE = 10;
    private static final Duration CLAIM_DURATION = Duration.ofMinutes(5);
    /**
     * Time before the end of a claim at which the node stops sending, so that no other node claims a mail that is
     * being handed over.
     */
    private static final Duration CLAIM_MARGIN = Duration.ofMinutes(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofHours(6);
    private static final int MAX_RETRY_DAYS = 3;
    private static final String DUE_MAIL_QUERY = "select 1 from outbox where state = 'waiting' and due_at <= now() limit 1";

    private final DataSource connections;
    private final Session database;
    private final ObjectMapper json;
    private final LinkTokens tokens;
    private final MailRenderer mailRenderer;
    private final MailTransport mailTransport;
    private final Event<MailBounced> mailBounced;
    private final Clock clock;
    private final QueueWorker queueWorker = new QueueWorker("mails", this::sendNextBatch);

    OutboxSender(DataSource connections, Session database, ObjectMapper json, LinkTokens tokens,
            MailRenderer mailRenderer,
            MailTransport mailTransport,
            Event<MailBounced> bounced, Clock clock) {
        this.connections = connections;
        this.database = database;
        this.json = json;
        this.tokens = tokens;
        this.mailRenderer = mailRenderer;
        this.mailTransport = mailTransport;
        this.mailBounced = bounced;
        this.clock = clock;
    }

    private record OutboxRow(UUID id, String mail, Instant createdAt, int attempts) {}

    private record ClaimedMail(OutboxRow row, Mail mail, String token) {}

    void start(@Observes StartupEvent event) {
        queueWorker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queueWorker.stop();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.MailQueued mailQueued) {
        queueWorker.wake();
    }

    /** Sends a batch of due mails; returns whether there may be more. */
    @ActivateRequestContext
    boolean sendNextBatch() {
        if (!queueWorker.hasWork(connections, DUE_MAIL_QUERY)) {
            return false;
        }
        var until = clock.instant().plus(CLAIM_DURATION).minus(CLAIM_MARGIN);
        var claimed = QuarkusTransaction.requiringNew().call(this::claimBatch);
        for (var mail : claimed) {
            if (queueWorker.isStopped() || clock.instant().isAfter(until)) {
                updateInNewTransaction(mail.row, "due_at = :now, attempts = attempts - 1", null);
            } else {
                send(mail);
            }
        }
        return claimed.size() == BATCH_SIZE;
    }

    private List<ClaimedMail> claimBatch() {
        var now = clock.instant();
        var rows = database.createNativeQuery("""
                with claimed as (
                    update outbox set due_at = :until, attempts = attempts + 1
                    where id in (select id from outbox where state = 'waiting' and due_at <= :now
                        order by bulk, due_at, id limit :most for update skip locked)
                    returning id, cast(mail as text) as mail, created_at, attempts, bulk)
                select id, mail, created_at, attempts from claimed order by bulk, id""", OutboxRow.class)
                .setParameter("until", now.plus(CLAIM_DURATION)).setParameter("now", now)
                .setParameter("most", BATCH_SIZE)
                .getResultList();
        var claimed = new ArrayList<ClaimedMail>();
        for (var outboxRow : rows) {
            var mail = parseMail(outboxRow.mail);
            claimed.add(new ClaimedMail(outboxRow, mail, mail.token() == null ? null : tokens.create(mail.token())));
        }
        return claimed;
    }

    private void send(ClaimedMail mail) {
        try {
            mailTransport.deliver(mail.row.id, mail.mail, mailRenderer.render(mail.mail, mail.token));
            updateInNewTransaction(mail.row, "state = 'sent', done_at = :now, mail = null", null);
        } catch (MailTransport.RecipientRefusedException e) {
            QuarkusTransaction.requiringNew().run(() -> {
                // Before the event, because its observers cancel the mails that wait for the address.
                update(mail.row, "state = 'failed', done_at = :now, mail = null", e.getMessage());
                mailBounced.fire(new MailBounced(mail.mail.to()));
            });
        } catch (RuntimeException e) {
            handleFailure(mail.row, e);
        }
    }

    private void handleFailure(OutboxRow outboxRow, RuntimeException e) {
        // Not the exception's message: it may contain the address, which must not be logged.
        var problem = MailTransport.describeCause(e);
        LOG.warnf("Attempt %2$d to send mail %1$s failed: %3$s. Mails are retried for %4$d days.", outboxRow.id,
                outboxRow.attempts, problem, MAX_RETRY_DAYS);
        LOG.debug("Cause of the failed mail", e);
        if (outboxRow.createdAt.plus(Duration.ofDays(MAX_RETRY_DAYS)).isBefore(clock.instant())) {
            updateInNewTransaction(outboxRow, "state = 'failed', done_at = :now, mail = null", problem);
        } else {
            updateInNewTransaction(outboxRow,
                    "due_at = cast(:now as timestamptz) + " + retryDelay(outboxRow.attempts).toMinutes()
                            + " * interval '1 minute'",
                    problem);
        }
    }

    static Duration retryDelay(int attempts) {
        var doubled = Duration.ofMinutes(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : doubled;
    }

    private void updateInNewTransaction(OutboxRow outboxRow, String change, String problem) {
        QuarkusTransaction.requiringNew().run(() -> update(outboxRow, change, problem));
    }

    private void update(OutboxRow outboxRow, String change, String problem) {
        database.createNativeMutationQuery("update outbox set problem = :problem, " + change + " where id = :id")
                .setParameter("problem", problem, String.class).setParameter("now", clock.instant())
                .setParameter("id", outboxRow.id).executeUpdate();
    }

    private Mail parseMail(String mail) {
        try {
            return json.readValue(mail, Mail.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
