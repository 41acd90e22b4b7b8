package dev.byline.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import dev.byline.audit.AuditLog;
import dev.byline.mail.Mail;
import dev.byline.mail.Outbox;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Stops webhooks in the transaction that records their failures: a receiver that answers 410 disables its webhook, and
 * a receiver that has failed for a day pauses it. Admins with an email address are told of a pause.
 */
@ApplicationScoped
class StoppedWebhooks {
    private static final Logger LOG = Logger.getLogger(StoppedWebhooks.class);
    /** The time without a success after which the next failure pauses a webhook. */
    private static final Duration MAX_FAILING_TIME = Duration.ofDays(1);
    private static final String PAUSE_REASON = "The receiver has failed for a day.";
    private static final String GONE_REASON = "The receiver answered 410 Gone.";

    private final Session database;
    private final AuditLog audit;
    private final Outbox outbox;
    private final SiteService site;

    StoppedWebhooks(Session database, AuditLog audit, Outbox outbox, SiteService site) {
        this.database = database;
        this.audit = audit;
        this.outbox = outbox;
        this.site = site;
    }

    private record StoppedWebhook(UUID id, String url) {}

    private record AdminAddress(UUID id, String email) {}

    /** Notes failures of webhooks without a success, and pauses the webhooks that have failed for a day. */
    @Transactional(Transactional.TxType.MANDATORY)
    void noteFailures(Collection<UUID> webhooks, Instant now) {
        database.createNativeMutationQuery("""
                update webhook set failing_since = :now where id = any(:ids) and failing_since is null""")
                .setParameter("now", now).setParameter("ids", webhooks.toArray(UUID[]::new)).executeUpdate();
        var paused = database.createNativeQuery("""
                update webhook set active = false, stopped = 'paused', reason = :reason, stopped_at = :now,
                    version = version + 1
                where id = any(:ids) and active and failing_since <= :since
                returning id, url""", StoppedWebhook.class).setParameter("reason", PAUSE_REASON)
                .setParameter("now", now).setParameter("ids", webhooks.toArray(UUID[]::new))
                .setParameter("since", now.minus(MAX_FAILING_TIME)).getResultList();
        for (var webhook : paused) {
            audit.record("webhook.pause", webhook.id);
            LOG.warnf("The webhook %s is paused, because its receiver has failed for a day. Read its deliveries, and "
                    + "turn it on again when the receiver works", webhook.id);
            sendMails(webhook, now);
        }
    }

    /** Disables webhooks whose receivers want no more requests. */
    @Transactional(Transactional.TxType.MANDATORY)
    void disable(Collection<UUID> webhooks, Instant now) {
        if (webhooks.isEmpty()) {
            return;
        }
        var disabled = database.createNativeQuery("""
                update webhook set active = false, stopped = 'disabled', reason = :reason, stopped_at = :now,
                    version = version + 1
                where id = any(:ids) and active returning id""", UUID.class).setParameter("reason", GONE_REASON)
                .setParameter("now", now).setParameter("ids", webhooks.toArray(UUID[]::new)).getResultList();
        disabled.forEach(id -> audit.record("webhook.disable", id));
    }

    private void sendMails(StoppedWebhook webhook, Instant now) {
        var admins = database.createNativeQuery(
                "select id, email from account where role = 'admin' and active and email is not null order by id",
                AdminAddress.class).getResultList();
        for (var admin : admins) {
            outbox.send(Mail.of("webhook:" + webhook.id + ":paused:" + now.toEpochMilli() + ":" + admin.id, admin.email,
                    site.defaultLocale(), "webhook_paused").with("site", site.readPublic().title)
                    .with("url", webhook.url));
        }
    }
}
