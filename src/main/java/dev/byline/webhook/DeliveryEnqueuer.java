package dev.byline.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.change.ChangesLogged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Adds the deliveries of new changes, in the transaction that logs the changes, so that none is lost or added twice. */
@ApplicationScoped
class DeliveryEnqueuer {
    /** The changes of the log that a webhook wants; an import is one event unless the webhook asks for each change. */
    private static final String INSERT_DELIVERIES = """
            insert into webhook_delivery
                (id, webhook_id, position, type, change, thing_id, cause, at, state, due_at, attempts, retries)
            select gen_random_uuid(), w.id, c.position, c.type, c.change, coalesce(c.thing_id, :nothing), c.cause, c.at,
                'waiting', :now, 0, 0
            from change c join webhook w on w.active
                and (w.events && array[c.type || '.' || c.change, c.type || '.*', '*'])
                and (w.imports or c.cause <> 'import' or c.type = 'import')
                -- What only shows something that was renamed: webhooks get that event, with the keys to purge.
                and c.cause <> 'reference'
                -- Search engines are told of pages of the frontend.
                and (w.kind <> 'indexnow' or exists (select 1 from site where article_url is not null))""";

    private final Session database;
    private final Clock clock;
    private final Event<WebhookSender.DeliveriesQueued> queued;

    DeliveryEnqueuer(Session database, Clock clock, Event<WebhookSender.DeliveriesQueued> queued) {
        this.database = database;
        this.clock = clock;
        this.queued = queued;
    }

    void enqueue(@Observes ChangesLogged logged) {
        int added = database
                .createNativeMutationQuery(INSERT_DELIVERIES + " where c.position between :first and :last")
                .setParameter("first", logged.first()).setParameter("last", logged.last())
                .setParameter("now", clock.instant()).setParameter("nothing", ClaimedDelivery.NO_THING).executeUpdate();
        if (added > 0) {
            queued.fire(new WebhookSender.DeliveriesQueued());
        }
    }

    /**
     * Adds the deliveries of changes since a time that a webhook did not get, because it was not active or did not have
     * the event then. Returns how many there are.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    int enqueueSince(UUID webhook, Instant since) {
        return database.createNativeMutationQuery(INSERT_DELIVERIES + """
                 where w.id = :webhook and c.at >= :since and not exists (
                    select 1 from webhook_delivery d where d.webhook_id = w.id and d.position = c.position)
                on conflict do nothing""").setParameter("webhook", webhook).setParameter("since", since)
                .setParameter("now", clock.instant()).setParameter("nothing", ClaimedDelivery.NO_THING).executeUpdate();
    }
}
