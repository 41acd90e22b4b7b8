package dev.byline.subscription;

import java.util.Optional;

import dev.byline.audit.AuditLog;
import dev.byline.database.LongRunning;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Operations of the admin API on subscribers. */
@ApplicationScoped
class SubscriberAdmin {
    private final SubscriberRepository subscribers;
    private final SubscriptionTopics topics;
    private final SubscriberErasure erasure;
    private final AuditLog audit;

    SubscriberAdmin(SubscriberRepository subscribers, SubscriptionTopics topics, SubscriberErasure erasure,
            AuditLog audit) {
        this.subscribers = subscribers;
        this.topics = topics;
        this.erasure = erasure;
        this.audit = audit;
    }

    @Transactional
    Page<SubscriptionDetail> list(Subscriber.SubscriberState subscriberState, String email, boolean newestFirst,
            PageQuery query) {
        var norm = email == null
                ? null
                : ParsedEmailAddress.parse(email).orElseThrow(() -> ProblemException.invalidParameter("email",
                        "must be an email address, not " + EchoedInput.quote(email))).normalize();
        var page = subscribers.page(subscriberState, norm, newestFirst, query);
        var topicsOfPage = topics.read(page.items());
        return page.map(s -> new SubscriptionDetail(s, topicsOfPage.get(s.id)));
    }

    @Transactional
    SubscriptionDetail read(String reference) {
        var s = find(reference);
        return new SubscriptionDetail(s, topics.read(s));
    }

    @Transactional
    Page<Consent> consents(String reference, PageQuery page) {
        return subscribers.consents(find(reference).id, page);
    }

    @LongRunning
    @Transactional
    void delete(String reference) {
        var s = find(reference);
        erasure.erase(s);
        audit.record("subscriber.delete", s.id);
    }

    /** Finds a subscriber; throws 404 if the reference is not the id of a subscriber. */
    private Subscriber find(String reference) {
        return Optional.ofNullable(Slugs.parseId(reference)).flatMap(subscribers::lock)
                .orElseThrow(() -> ProblemException.notFound("subscriber", reference));
    }
}
