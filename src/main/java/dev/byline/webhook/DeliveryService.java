package dev.byline.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import dev.byline.webhook.WebhookDelivery.WebhookAttempt;
import dev.byline.webhook.WebhookDelivery.WebhookReplay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Shows the deliveries of webhooks to admins, sends them again, and sends test events. */
@ApplicationScoped
class DeliveryService {
    private static final String SELECT_DELIVERIES = """
            select d.id, d.type, d.change, d.thing_id, d.cause, d.at, d.state, d.due_at, d.done_at, d.attempts
            from webhook_delivery d where d.""";

    private final Session database;
    private final JdbcQueries jdbcQueries;
    private final WebhookService webhooks;
    private final AuditLog audit;
    private final DeliveryEnqueuer enqueuer;
    private final Clock clock;
    private final Event<WebhookSender.DeliveriesQueued> queued;

    DeliveryService(Session database, JdbcQueries jdbcQueries, WebhookService webhooks, AuditLog audit,
            DeliveryEnqueuer enqueuer, Clock clock,
            Event<WebhookSender.DeliveriesQueued> queued) {
        this.database = database;
        this.jdbcQueries = jdbcQueries;
        this.webhooks = webhooks;
        this.audit = audit;
        this.enqueuer = enqueuer;
        this.clock = clock;
        this.queued = queued;
    }

    /** Lists one page of the deliveries of a webhook, the latest changes first; 404 if there is no such webhook. */
    @Transactional
    Page<WebhookDelivery> list(String webhook, DeliveryQuery query, PageQuery page) {
        var filter = query.parameters();
        filter.put("webhook", webhooks.find(webhook, LockModeType.NONE).id);
        var keys = new Keyset<>(page, "webhook deliveries " + filter, true, Keyset::parseTime);
        filter.putAll(keys.parameters());
        var rows = jdbcQueries.list(
                SELECT_DELIVERIES + "webhook_id = :webhook" + query.conditions() + keys.seekCondition("d.at", "d.id")
                        + keys.orderBy("d.at", "d.id") + keys.limitClause(false),
                filter, row -> new WebhookDelivery(row, null));
        return keys.toPage(rows, delivery -> delivery.at, delivery -> delivery.id,
                () -> jdbcQueries.single(
                        "select count(*) from webhook_delivery d where d.webhook_id = :webhook" + query.conditions(),
                        filter, 0, row -> row.getLong(1)));
    }

    /** Reads a delivery with its attempts; 404 if there is none. */
    @Transactional
    WebhookDelivery read(String webhook, String delivery) {
        var id = find(webhook, delivery);
        var attempts = jdbcQueries.list("""
                select at, status, milliseconds, answer, problem from webhook_attempt where delivery_id = :id
                order by attempt desc""", Map.of("id", id), row -> new WebhookAttempt(JdbcQueries.readTime(row, 1),
                JdbcQueries.readInteger(row, 2), row.getInt(3), row.getString(4), row.getString(5)));
        return select(id, attempts).orElseThrow(() -> ProblemException.notFound("delivery", delivery));
    }

    /** Makes a delivery due at once, also one that the receiver accepted; 409 if the webhook is not active. */
    @Transactional
    WebhookDelivery replay(String webhook, String delivery) {
        var id = find(webhook, delivery);
        var webhookId = requireActive(webhook).id;
        replay(" and id = :id", "id", id, webhookId);
        audit.record("webhook.replay", webhookId);
        return read(webhook, delivery);
    }

    /**
     * Makes all deliveries of a webhook due whose changes were made at the time or later, and adds those that it missed;
     * 409 if the webhook is not active.
     */
    @Transactional
    WebhookReplay replaySince(String webhook, Instant since) {
        if (since == null) {
            throw ProblemException.invalidParameter("since", "must be a time, for instance 2026-01-31T12:00:00Z");
        }
        var id = requireActive(webhook).id;
        int replayed = replay(" and at >= :since", "since", since, id) + enqueuer.enqueueSince(id, since);
        audit.record("webhook.replay", id);
        return new WebhookReplay(replayed);
    }

    /** Sends a test event to an active webhook, whatever its events are; 409 if the webhook is not active. */
    @Transactional
    WebhookDelivery test(String webhook) {
        var id = Ids.next();
        var webhookId = requireActive(webhook).id;
        database.createNativeMutationQuery("""
                insert into webhook_delivery
                    (id, webhook_id, type, change, thing_id, cause, at, state, due_at, attempts, retries)
                values (:id, :webhook, 'webhook', 'test', :webhook, 'manual', :now, 'waiting', :now, 0, 0)""")
                .setParameter("id", id).setParameter("webhook", webhookId).setParameter("now", clock.instant())
                .executeUpdate();
        audit.record("webhook.test", webhookId);
        queued.fire(new WebhookSender.DeliveriesQueued());
        return select(id, List.of()).orElseThrow();
    }

    private int replay(String condition, String name, Object value, UUID webhook) {
        int replayed = database.createNativeMutationQuery("""
                update webhook_delivery set state = 'waiting', due_at = :now, done_at = null, retries = 0
                where webhook_id = :webhook""" + condition).setParameter("now", clock.instant())
                .setParameter("webhook", webhook).setParameter(name, value).executeUpdate();
        queued.fire(new WebhookSender.DeliveriesQueued());
        return replayed;
    }

    private Webhook requireActive(String webhook) {
        var found = webhooks.find(webhook, LockModeType.NONE);
        if (!found.active) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The webhook is not active, so that nothing is sent. Change it to 'active: true' first.");
        }
        return found;
    }

    private UUID find(String webhook, String delivery) {
        var webhookId = webhooks.find(webhook, LockModeType.NONE).id;
        var id = Slugs.parseId(delivery.startsWith("msg_") ? delivery.substring("msg_".length()) : delivery);
        var found = jdbcQueries.list("select 1 from webhook_delivery where id = :id and webhook_id = :webhook",
                Map.of("id", id == null ? ClaimedDelivery.NO_THING : id, "webhook", webhookId), row -> id);
        return found.stream().findFirst().orElseThrow(() -> ProblemException.notFound("delivery", delivery));
    }

    private Optional<WebhookDelivery> select(UUID id, List<WebhookAttempt> attempts) {
        return jdbcQueries.list(SELECT_DELIVERIES + "id = :id", Map.of("id", id),
                row -> new WebhookDelivery(row, attempts)).stream().findFirst();
    }
}
