package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import dev.byline.mail.OutboxClaims.ClaimedMail;
import io.micrometer.core.instrument.MeterRegistry;
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
 *
 * The metric {@code byline.mail.attempts} counts the attempts by their outcome.
 */
@ApplicationScoped
class OutboxSender implements MeasuredQueue {
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
    private final OutboxClaims claims;
    private final MailRenderer mailRenderer;
    private final MailTransport mailTransport;
    private final Event<MailBounced> mailBounced;
    private final Clock clock;
    private final MeterRegistry meters;
    private final QueueWorker queueWorker = new QueueWorker("mails", this::sendNextBatch);

    OutboxSender(DataSource connections, OutboxClaims claims, MailRenderer mailRenderer, MailTransport mailTransport,
            Event<MailBounced> bounced, Clock clock, MeterRegistry meters) {
        this.connections = connections;
        this.claims = claims;
        this.mailRenderer = mailRenderer;
        this.mailTransport = mailTransport;
        this.mailBounced = bounced;
        this.clock = clock;
        this.meters = meters;
        for (var outcome : Outcome.values()) {
            // Publishes all outcomes from the start.
            count(outcome, 0);
        }
    }

    /** The outcome of an attempt to send a mail: sent, refused for its recipient, or failed and tried again. */
    private enum Outcome {
        sent,
        refused,
        failed
    }

    @Override
    public String queue() {
        return "mails";
    }

    @Override
    public String sizeAndOldestQuery() {
        return "select count(*), min(created_at) from outbox where state = 'waiting'";
    }

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
        var claimed = claims.claim(BATCH_SIZE, CLAIM_DURATION);
        for (var mail : claimed) {
            if (queueWorker.isStopped() || clock.instant().isAfter(until)) {
                claims.release(mail);
            } else {
                send(mail);
            }
        }
        return claimed.size() == BATCH_SIZE;
    }

    private void send(ClaimedMail claimed) {
        var mail = claimed.mail();
        try {
            mailTransport.deliver(claimed.id(), mail, mailRenderer.render(mail, claimed.token()));
            claims.markSent(claimed);
            count(Outcome.sent, 1);
        } catch (MailTransport.RecipientRefusedException e) {
            count(Outcome.refused, 1);
            QuarkusTransaction.requiringNew().run(() -> {
                // Before the event, because its observers cancel the mails that wait for the address.
                claims.markFailed(claimed, e.getMessage());
                mailBounced.fire(new MailBounced(mail.to));
            });
        } catch (RuntimeException e) {
            count(Outcome.failed, 1);
            handleFailure(claimed, e);
        }
    }

    private void handleFailure(ClaimedMail claimed, RuntimeException e) {
        // Not the exception's message: it may contain the address, which must not be logged.
        var problem = MailTransport.describeCause(e);
        LOG.warnf("Attempt %2$d to send mail %1$s failed: %3$s. Mails are retried for %4$d days.", claimed.id(),
                claimed.attempts(), problem, MAX_RETRY_DAYS);
        LOG.debug("Cause of the failed mail", e);
        if (claimed.createdAt().plus(Duration.ofDays(MAX_RETRY_DAYS)).isBefore(clock.instant())) {
            claims.markFailed(claimed, problem);
        } else {
            claims.retryAfter(retryDelay(claimed.attempts()), claimed, problem);
        }
    }

    private void count(Outcome outcome, int attempts) {
        meters.counter("byline.mail.attempts", "outcome", outcome.name()).increment(attempts);
    }

    static Duration retryDelay(int attempts) {
        var doubled = Duration.ofMinutes(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : doubled;
    }
}
