package dev.byline.webhook;

import static dev.byline.database.UnnestColumns.column;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import org.hibernate.Session;

import dev.byline.webhook.SendOutcome.AttemptOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Claims due deliveries for this node, and records the outcomes of many deliveries at once:
 * <ol>
 * <li>Of the waiting deliveries of one webhook and one thing only the first can be claimed, so that the receiver gets
 * them in their order.
 * <li>A claim is a later due time. When the claim of a node that died has ended, the delivery is due again.
 * <li>An outcome is only recorded if the delivery was not claimed again meanwhile, which its number of attempts tells.
 * </ol>
 */
@ApplicationScoped
class DeliveryClaims {
    /** Deliveries of one webhook on a node: more than are in flight, so that few statements claim many. */
    static final int MAX_HELD_OF_WEBHOOK = 40;
    /** The same for a webhook that gets the bodies of articles, because they take memory. */
    private static final int MAX_HELD_WITH_BODIES = 10;

    private final Session database;
    private final StoppedWebhooks stoppedWebhooks;
    private final Clock clock;

    DeliveryClaims(Session database, StoppedWebhooks stoppedWebhooks, Clock clock) {
        this.database = database;
        this.stoppedWebhooks = stoppedWebhooks;
        this.clock = clock;
    }

    /**
     * Claims due deliveries of active webhooks.
     *
     * @param maxDeliveries
     *            the maximum number of deliveries in all
     * @param held
     *            the number of deliveries that this node holds already, by webhook
     */
    @Transactional
    List<ClaimedDelivery> claim(int maxDeliveries, Map<UUID, Integer> held, Duration duration) {
        var now = clock.instant();
        // The subquery finds the first delivery of a thing by one look into an index. As "not exists" it would become a
        // join with all waiting deliveries.
        return database.createNativeQuery("""
                with picked as (
                    select d.id from webhook w
                    left join unnest(:webhooks, :counts) as h (webhook_id, held) on h.webhook_id = w.id
                    cross join lateral (
                        select d.id from webhook_delivery d
                        where d.webhook_id = w.id and d.state = 'waiting' and d.due_at <= :now
                            and (d.position is null or d.position = (select min(e.position) from webhook_delivery e
                                where e.webhook_id = d.webhook_id and e.thing_id = d.thing_id and e.state = 'waiting'))
                        order by d.due_at, d.position
                        limit greatest(0, case when 'body' = any(w.include) then :maxWithBodies else :maxOfWebhook end
                            - coalesce(h.held, 0)) for update of d skip locked) d
                    where w.active and (w.held_until is null or w.held_until <= :now)
                    limit :most)
                update webhook_delivery d set due_at = :until, attempts = d.attempts + 1, retries = d.retries + 1
                from picked p, webhook w
                where d.id = p.id and w.id = d.webhook_id
                returning d.id, d.webhook_id, d.position, d.type, d.change, d.thing_id, d.cause, d.at, d.attempts,
                    d.retries, d.due_at, w.url, w.kind, 'body' = any(w.include) as with_body, w.secret,
                    case when w.former_until > :now then w.former_secret end as former_secret""",
                ClaimedDelivery.class).setParameter("webhooks", held.keySet().toArray(UUID[]::new))
                .setParameter("counts", held.values().toArray(Integer[]::new)).setParameter("now", now)
                .setParameter("maxOfWebhook", MAX_HELD_OF_WEBHOOK).setParameter("maxWithBodies", MAX_HELD_WITH_BODIES)
                .setParameter("most", maxDeliveries)
                .setParameter("until", now.plus(duration)).getResultList();
    }

    /** Returns deliveries that this node did not try to send. */
    @Transactional
    void release(List<ClaimedDelivery> claimed) {
        database.createNativeMutationQuery("""
                update webhook_delivery d set due_at = :now, attempts = d.attempts - 1, retries = d.retries - 1
                from unnest(:ids, :attempts) as c (id, attempts)
                where d.id = c.id and d.attempts = c.attempts and d.state = 'waiting'""")
                .setParameter("now", clock.instant())
                .setParameter("ids", column(claimed, UUID[]::new, ClaimedDelivery::id))
                .setParameter("attempts", column(claimed, Integer[]::new, ClaimedDelivery::attempts)).executeUpdate();
    }

    /** Records the outcomes of attempts, and stops webhooks whose receivers are gone or have failed for a day. */
    @Transactional
    void record(List<SendOutcome> outcomes) {
        insertAttempts(outcomes);
        finish(outcomes.stream().filter(o -> o.retryDelay() == null).toList());
        retry(outcomes.stream().filter(o -> o.retryDelay() != null).toList());
        updateWebhooks(outcomes);
    }

    private void insertAttempts(List<SendOutcome> outcomes) {
        // A null in an array of integers would need a type of its own, so that absent statuses are 0.
        database.createNativeMutationQuery(
                """
                        insert into webhook_attempt (delivery_id, attempt, at, status, milliseconds, answer, problem)
                        select o.id, o.attempt, cast(o.at as timestamptz), nullif(o.status, 0), o.milliseconds, o.answer, o.problem
                        from unnest(:ids, :attempts, cast(:times as text[]), :statuses, :milliseconds, cast(:answers as text[]),
                            cast(:problems as text[])) as o (id, attempt, at, status, milliseconds, answer, problem)
                        where exists (select 1 from webhook_delivery d where d.id = o.id)
                        on conflict do nothing""")
                .setParameter("ids", column(outcomes, UUID[]::new, o -> o.delivery().id()))
                .setParameter("attempts", column(outcomes, Integer[]::new, o -> o.delivery().attempts()))
                .setParameter("times", column(outcomes, String[]::new, o -> o.startedAt().toString()))
                .setParameter("statuses",
                        column(outcomes, Integer[]::new, o -> o.answer().status() == null ? 0 : o.answer().status()))
                .setParameter("milliseconds", column(outcomes, Integer[]::new, o -> o.answer().milliseconds()))
                .setParameter("answers", column(outcomes, String[]::new, o -> o.answer().body()))
                .setParameter("problems", column(outcomes, String[]::new, o -> o.answer().problem())).executeUpdate();
    }

    private void finish(List<SendOutcome> done) {
        if (done.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                update webhook_delivery d set state = o.state, done_at = :now
                from unnest(:ids, :attempts, cast(:states as text[])) as o (id, attempts, state)
                where d.id = o.id and d.attempts = o.attempts and d.state = 'waiting'""")
                .setParameter("now", clock.instant())
                .setParameter("ids", column(done, UUID[]::new, o -> o.delivery().id()))
                .setParameter("attempts", column(done, Integer[]::new, o -> o.delivery().attempts()))
                .setParameter("states", column(done, String[]::new,
                        o -> (o.kind() == AttemptOutcome.delivered ? DeliveryState.delivered : DeliveryState.failed)
                                .name()))
                .executeUpdate();
    }

    /**
     * Plans the next attempts. The later deliveries of the same things are not due before them, so that each claim does
     * not look at deliveries that it cannot take.
     */
    private void retry(List<SendOutcome> retried) {
        if (retried.isEmpty()) {
            return;
        }
        var now = clock.instant();
        database.createNativeMutationQuery("""
                with o as (select * from unnest(:ids, :attempts, cast(:times as text[])) as o (id, attempts, due_at)),
                    planned as (
                        update webhook_delivery d set due_at = cast(o.due_at as timestamptz)
                        from o where d.id = o.id and d.attempts = o.attempts and d.state = 'waiting'
                        returning d.id, d.webhook_id, d.thing_id, d.position, d.due_at)
                update webhook_delivery d set due_at = p.due_at from planned p
                where d.webhook_id = p.webhook_id and d.thing_id = p.thing_id and d.position > p.position
                    and d.state = 'waiting' and d.due_at < p.due_at""")
                .setParameter("ids", column(retried, UUID[]::new, o -> o.delivery().id()))
                .setParameter("attempts", column(retried, Integer[]::new, o -> o.delivery().attempts()))
                .setParameter("times", column(retried, String[]::new, o -> now.plus(o.retryDelay()).toString()))
                .executeUpdate();
    }

    private void updateWebhooks(List<SendOutcome> outcomes) {
        var now = clock.instant();
        var succeeded = webhooks(outcomes, AttemptOutcome.delivered);
        if (!succeeded.isEmpty()) {
            database.createNativeMutationQuery("""
                    update webhook set failing_since = null where id = any(:ids) and failing_since is not null""")
                    .setParameter("ids", succeeded.toArray(UUID[]::new)).executeUpdate();
        }
        var failing = webhooks(outcomes, AttemptOutcome.retried);
        failing.addAll(webhooks(outcomes, AttemptOutcome.failed));
        failing.removeAll(succeeded);
        if (!failing.isEmpty()) {
            stoppedWebhooks.noteFailures(failing, now);
        }
        outcomes.stream().filter(o -> o.hold() != null)
                .forEach(o -> database.createNativeMutationQuery("""
                        update webhook set held_until = :until
                        where id = :id and (held_until is null or held_until < :until)""")
                        .setParameter("until", now.plus(o.hold())).setParameter("id", o.delivery().webhookId())
                        .executeUpdate());
        stoppedWebhooks.disable(webhooks(outcomes, AttemptOutcome.gone), now);
    }

    private static TreeSet<UUID> webhooks(List<SendOutcome> outcomes, AttemptOutcome kind) {
        return outcomes.stream().filter(o -> o.kind() == kind).map(o -> o.delivery().webhookId())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
