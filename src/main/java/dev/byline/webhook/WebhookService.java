package dev.byline.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.outbound.PublicAddressCheck.RefusedAddressException;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Creates, changes and deletes webhooks. Hosts are looked up outside of transactions, because that may take seconds. */
@ApplicationScoped
class WebhookService {
    /** The maximum number of webhooks. */
    static final int MAX_WEBHOOKS = 50;

    private final EntityManager database;
    private final WebhookAddressCheck addressCheck;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    WebhookService(EntityManager database, WebhookAddressCheck addressCheck, Locks locks, AuditLog audit,
            Clock clock) {
        this.database = database;
        this.addressCheck = addressCheck;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    /** Lists one page of webhooks, newest first. */
    @Transactional
    Page<WebhookDetail> list(PageQuery query) {
        var keys = new Keyset<>(query, "webhooks", true, Keyset::parseTime);
        var found = keys.bind(database.createQuery("from Webhook w where 1 = 1"
                + keys.seekCondition("w.createdAt", "w.id") + keys.orderBy("w.createdAt", "w.id"), Webhook.class))
                .getResultList();
        return keys.toPage(found, webhook -> webhook.createdAt, webhook -> webhook.id, this::count)
                .map(webhook -> new WebhookDetail(webhook, null));
    }

    /** Reads a webhook without its secret; 404 if there is none. */
    @Transactional
    WebhookDetail read(String id) {
        return new WebhookDetail(find(id, LockModeType.NONE), null);
    }

    /** Creates a webhook. Only the result of this call contains its secret. */
    WebhookDetail create(WebhookInput input) {
        check(input, null);
        return QuarkusTransaction.joiningExisting().call(() -> {
            locks.exclusive("webhooks");
            if (count() >= MAX_WEBHOOKS) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "There are " + MAX_WEBHOOKS + " webhooks, which is the limit. Delete a webhook first.");
            }
            var webhook = new Webhook();
            webhook.id = Ids.next();
            webhook.createdAt = clock.instant();
            input.applyTo(webhook);
            var secret = webhook.rotateSecret(null);
            database.persist(webhook);
            database.flush();
            audit.record("webhook.create", webhook.id, null, input);
            return new WebhookDetail(webhook, secret);
        });
    }

    /**
     * Changes a webhook; 412 for an outdated version, 428 without a version. A change that leaves the webhook equal is
     * not saved.
     */
    WebhookDetail change(String id, String ifMatch, UnaryOperator<WebhookInput> change) {
        var current = QuarkusTransaction.joiningExisting()
                .call(() -> WebhookInput.of(findMatching(id, ifMatch, LockModeType.NONE)));
        var checked = change.apply(current);
        check(checked, current);
        return QuarkusTransaction.joiningExisting().call(() -> {
            var webhook = findMatching(id, ifMatch, LockModeType.PESSIMISTIC_WRITE);
            var before = WebhookInput.of(webhook);
            var after = change.apply(before);
            if (!after.url().equals(before.url()) && !after.url().equals(checked.url())) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "The webhook was changed at the same time. Read it again and repeat your change.");
            }
            if (!after.equals(before)) {
                after.applyTo(webhook);
                database.flush();
                if (after.active() && !before.active()) {
                    resume(webhook);
                }
                audit.record("webhook.change", webhook.id, before, after);
            }
            return new WebhookDetail(webhook, null);
        });
    }

    /** Gives the webhook a new secret; the former one signs as well for the grace period. */
    @Transactional
    WebhookDetail rotate(String id, String ifMatch, int graceHours) {
        var webhook = findMatching(id, ifMatch, LockModeType.PESSIMISTIC_WRITE);
        var secret = webhook.rotateSecret(clock.instant().plus(Duration.ofHours(graceHours)));
        database.flush();
        audit.record("webhook.rotate", webhook.id);
        return new WebhookDetail(webhook, secret);
    }

    /** Deletes a webhook. No more deliveries are claimed; the hourly cleanup deletes them. */
    @Transactional
    void delete(String id, String ifMatch) {
        var webhook = findMatching(id, ifMatch, LockModeType.PESSIMISTIC_WRITE);
        database.remove(webhook);
        database.flush();
        audit.record("webhook.delete", webhook.id, WebhookInput.of(webhook), null);
    }

    /** Finds a webhook by its id; 404 if there is none. */
    Webhook find(String id, LockModeType lock) {
        return Optional.ofNullable(Slugs.parseId(id)).map(uuid -> database.find(Webhook.class, uuid, lock))
                .orElseThrow(() -> ProblemException.notFound("webhook", id));
    }

    private Webhook findMatching(String id, String ifMatch, LockModeType lock) {
        var webhook = find(id, lock);
        if (webhook.kind != ReceiverKind.webhook) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "This receiver is built in. Change it by BYLINE_INDEXNOW_KEY or BYLINE_WEBSUB_HUB, and restart.");
        }
        VersionPrecondition.require(ifMatch, webhook.version);
        return webhook;
    }

    /** Forgets the failures of a webhook that is turned on, so that the next failure does not stop it again. */
    private void resume(Webhook webhook) {
        database.createNativeQuery("update webhook set failing_since = null, held_until = null where id = :id")
                .setParameter("id", webhook.id).executeUpdate();
        database.refresh(webhook);
    }

    private long count() {
        return database.createQuery("select count(*) from Webhook", Long.class).getSingleResult();
    }

    /** Checks the events, and the URL unless it stays. */
    private void check(WebhookInput input, WebhookInput current) {
        var violations = WebhookEvents.check(input.events());
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        if (current == null || !current.url().equals(input.url())) {
            try {
                addressCheck.checkSaved(input.url());
            } catch (RefusedAddressException e) {
                throw ProblemException.invalid("/url", e.getMessage());
            }
        }
    }
}
