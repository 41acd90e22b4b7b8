package dev.byline.subscription;

import java.time.Clock;
import java.util.ArrayList;
import java.util.UUID;
import java.util.List;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.site.LocalNames;
import dev.byline.site.SiteService;
import dev.byline.text.MailAddress;
import dev.byline.text.Prose;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What the staff, and mail services, do with subscribers. */
@ApplicationScoped
class SubscriberAdmin {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_SOURCE = 200;

    private final SubscriberRepository subscribers;
    private final SubscriptionService subscriptions;
    private final Seals seals;
    private final SiteService site;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    SubscriberAdmin(SubscriberRepository subscribers, SubscriptionService subscriptions, Seals seals, SiteService site,
            Locks locks, AuditLog audit, Clock clock) {
        this.subscribers = subscribers;
        this.subscriptions = subscriptions;
        this.seals = seals;
        this.site = site;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    Page<SubscriptionDetail> list(Subscriber.State state, String email, boolean newestFirst, PageQuery query) {
        var norm = email == null
                ? null
                : MailAddress.parse(email).orElseThrow(() -> ProblemException.invalidParameter("email",
                        "must be an email address, not '" + email + "'")).normal();
        var page = subscribers.page(state, norm, newestFirst, query);
        var topics = subscriptions.topics(page.items());
        return page.map(s -> SubscriptionDetail.of(s, topics.get(s.id)));
    }

    @Transactional
    SubscriptionDetail read(String reference) {
        return subscriptions.detail(find(reference));
    }

    @Transactional
    Page<Consent> consents(String reference, PageQuery page) {
        return subscribers.consents(find(reference).id, page);
    }

    @Transactional
    void delete(String reference) {
        var s = find(reference);
        subscriptions.erase(s);
        audit.record("subscriber.delete", s.id);
    }

    /** 404 for what is no id of a subscriber. */
    private Subscriber find(String reference) {
        UUID id = Slugs.id(reference);
        return java.util.Optional.ofNullable(id).flatMap(subscribers::lock)
                .orElseThrow(() -> ProblemException.notFound("subscriber", reference));
    }

    /** Takes bounces and complaints in; the same one twice, and one of an unknown address, changes nothing. */
    @Transactional
    SubscriberResource.Taken report(SubscriberResource.MailReport report) {
        var norm = MailAddress.normal(report.email());
        boolean complaint = report.kind() == SubscriberResource.MailReport.Kind.complaint;
        if (!subscribers.take(report.id(), clock.instant())) {
            return new SubscriberResource.Taken(false);
        }
        locks.alone("reader " + norm);
        if (complaint) {
            subscribers.suppress(seals.hidden(norm), "complained", clock.instant());
        }
        var found = subscribers.lock(norm);
        found.ifPresent(s -> {
            subscriptions.end(s, complaint ? Subscriber.State.complained : Subscriber.State.bounced,
                    "report " + report.id(), null);
            audit.record("subscriber." + report.kind(), s.id);
        });
        return new SubscriberResource.Taken(found.isPresent());
    }

    @Transactional
    ImportReport imports(List<ImportedSubscriber> all) {
        var items = new ArrayList<ImportReport.Item>();
        for (int i = 0; i < all.size(); i++) {
            var problem = fault(all.get(i));
            items.add(new ImportReport.Item(i, problem == null ? add(all.get(i)) : ImportReport.Outcome.invalid,
                    problem));
        }
        audit.record("subscriber.import", items.stream()
                .filter(item -> item.outcome() == ImportReport.Outcome.confirmed
                        || item.outcome() == ImportReport.Outcome.pending)
                .count());
        return new ImportReport(items);
    }

    private String fault(ImportedSubscriber one) {
        try {
            if (one.email() == null || MailAddress.parse(one.email()).isEmpty()) {
                return "email is no address";
            }
            if (one.name() != null && (Prose.isBlank(one.name())
                    || one.name().codePointCount(0, one.name().length()) > LONGEST_NAME
                    || one.name().codePoints().anyMatch(Character::isISOControl))) {
                return "name must be a line of 1 to " + LONGEST_NAME + " characters";
            }
            LocalNames.asked(one.locale());
            var evidence = one.consent();
            if (evidence != null && (evidence.at() == null || evidence.source() == null
                    || Prose.isBlank(evidence.source()) || evidence.source().length() > LONGEST_SOURCE
                    || evidence.at().isAfter(clock.instant()))) {
                return "consent must have a past time and a source of at most " + LONGEST_SOURCE + " characters";
            }
            subscriptions.wish(one.categories(), one.authors());
            return null;
        } catch (ProblemException e) {
            return e.getMessage();
        }
    }

    private ImportReport.Outcome add(ImportedSubscriber one) {
        var norm = MailAddress.normal(one.email());
        locks.alone("reader " + norm);
        if (subscribers.suppressed(seals.hidden(norm)).isPresent()) {
            return ImportReport.Outcome.suppressed;
        }
        if (subscribers.lock(norm).isPresent()) {
            return ImportReport.Outcome.unchanged;
        }
        var now = clock.instant();
        boolean agreed = one.consent() != null;
        var wish = subscriptions.wish(one.categories(), one.authors());
        var s = new Subscriber();
        s.id = Ids.next();
        s.email = MailAddress.parse(one.email()).orElseThrow().toString();
        s.emailNorm = norm;
        s.name = Prose.line(one.name());
        s.locale = one.locale() == null ? site.defaultLocale() : one.locale();
        s.state = agreed ? Subscriber.State.confirmed : Subscriber.State.pending;
        s.createdAt = now;
        s.changedAt = now;
        subscribers.persistAndFlush(s);
        subscribers.subscribe(s.id, wish, agreed ? now : null);
        subscribers.record(s.id, "imported", wish.topics(),
                agreed ? one.consent().source() + ", " + one.consent().at() : "no evidence of consent", null, now);
        return agreed ? ImportReport.Outcome.confirmed : ImportReport.Outcome.pending;
    }
}
