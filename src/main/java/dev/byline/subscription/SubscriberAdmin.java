package dev.byline.subscription;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.site.LocalizedNames;
import dev.byline.site.SiteService;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.Slugs;
import dev.byline.text.TextUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Operations of the admin API on subscribers, and reports of mail services. */
@ApplicationScoped
class SubscriberAdmin {
    private static final int MAX_SOURCE_LENGTH = 200;

    private final SubscriberRepository subscribers;
    private final SubscriptionService subscriptions;
    private final UnsubscribeTokens unsubscribeTokens;
    private final SiteService site;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    SubscriberAdmin(SubscriberRepository subscribers, SubscriptionService subscriptions,
            UnsubscribeTokens unsubscribeTokens, SiteService site,
            Locks locks, AuditLog audit, Clock clock) {
        this.subscribers = subscribers;
        this.subscriptions = subscriptions;
        this.unsubscribeTokens = unsubscribeTokens;
        this.site = site;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    Page<SubscriptionDetail> list(Subscriber.SubscriberState subscriberState, String email, boolean newestFirst,
            PageQuery query) {
        var norm = email == null
                ? null
                : ParsedEmailAddress.parse(email).orElseThrow(() -> ProblemException.invalidParameter("email",
                        "must be an email address, not '" + email + "'")).normalize();
        var page = subscribers.page(subscriberState, norm, newestFirst, query);
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

    /** Finds a subscriber; throws 404 if the reference is not the id of a subscriber. */
    private Subscriber find(String reference) {
        UUID id = Slugs.parseId(reference);
        return java.util.Optional.ofNullable(id).flatMap(subscribers::lock)
                .orElseThrow(() -> ProblemException.notFound("subscriber", reference));
    }

    /**
     * Applies the report of a bounce or a complaint. A repeated report changes nothing. A report about an unknown
     * address changes no subscriber, but a complaint blocks the address for the future.
     */
    @Transactional
    SubscriberResource.MailReportResult handleReport(SubscriberResource.MailReport report) {
        var norm = ParsedEmailAddress.normalize(report.email());
        boolean complaint = report.kind() == SubscriberResource.MailReport.MailReportKind.complaint;
        if (!subscribers.addReport(report.id(), clock.instant())) {
            return new SubscriberResource.MailReportResult(false);
        }
        locks.exclusive("reader " + norm);
        if (complaint) {
            subscribers.suppress(unsubscribeTokens.hashAddress(norm), "complained", clock.instant());
        }
        var found = subscribers.lock(norm);
        found.ifPresent(s -> {
            subscriptions.endSubscription(s,
                    complaint ? Subscriber.SubscriberState.complained : Subscriber.SubscriberState.bounced,
                    "report " + report.id(), null);
            audit.record("subscriber." + report.kind(), s.id);
        });
        return new SubscriberResource.MailReportResult(found.isPresent());
    }

    @Transactional
    SubscriberImportReport importAll(List<ImportedSubscriber> imported) {
        var items = new ArrayList<SubscriberImportReport.SubscriberImportItem>();
        for (int i = 0; i < imported.size(); i++) {
            var problem = findProblem(imported.get(i));
            items.add(new SubscriberImportReport.SubscriberImportItem(i,
                    problem == null ? add(imported.get(i)) : SubscriberImportReport.SubscriberImportOutcome.invalid,
                    problem));
        }
        audit.record("subscriber.import", items.stream()
                .filter(subscriberImportItem -> subscriberImportItem
                        .outcome() == SubscriberImportReport.SubscriberImportOutcome.confirmed
                        || subscriberImportItem.outcome() == SubscriberImportReport.SubscriberImportOutcome.pending)
                .count());
        return new SubscriberImportReport(items);
    }

    private String findProblem(ImportedSubscriber imported) {
        try {
            if (imported.email() == null || ParsedEmailAddress.parse(imported.email()).isEmpty()) {
                return "email must be an email address";
            }
            if (imported.name() != null && (TextUtils.isBlank(imported.name())
                    || imported.name().codePointCount(0, imported.name().length()) > SubscriptionInput.MAX_NAME_LENGTH
                    || imported.name().codePoints().anyMatch(Character::isISOControl))) {
                return "name must be one line of 1 to " + SubscriptionInput.MAX_NAME_LENGTH + " characters";
            }
            LocalizedNames.requireLocale(imported.locale());
            var consentEvidence = imported.consent();
            if (consentEvidence != null && (consentEvidence.at() == null || consentEvidence.source() == null
                    || TextUtils.isBlank(consentEvidence.source())
                    || consentEvidence.source().length() > MAX_SOURCE_LENGTH
                    || consentEvidence.at().isAfter(clock.instant()))) {
                return "consent must have a past time and a source of at most " + MAX_SOURCE_LENGTH + " characters";
            }
            subscriptions.resolveTopics(imported.categories(), imported.authors());
            return null;
        } catch (ProblemException e) {
            return e.getMessage();
        }
    }

    private SubscriberImportReport.SubscriberImportOutcome add(ImportedSubscriber imported) {
        var norm = ParsedEmailAddress.normalize(imported.email());
        locks.exclusive("reader " + norm);
        if (subscribers.findSuppressionReason(unsubscribeTokens.hashAddress(norm)).isPresent()) {
            return SubscriberImportReport.SubscriberImportOutcome.suppressed;
        }
        if (subscribers.lock(norm).isPresent()) {
            return SubscriberImportReport.SubscriberImportOutcome.unchanged;
        }
        var now = clock.instant();
        boolean consented = imported.consent() != null;
        var requestedTopics = subscriptions.resolveTopics(imported.categories(), imported.authors());
        var s = new Subscriber();
        s.id = Ids.next();
        s.email = ParsedEmailAddress.parse(imported.email()).orElseThrow().toString();
        s.emailNorm = norm;
        s.name = TextUtils.normalizeSpaces(imported.name());
        s.locale = imported.locale() == null ? site.defaultLocale() : imported.locale();
        s.state = consented ? Subscriber.SubscriberState.confirmed : Subscriber.SubscriberState.pending;
        s.createdAt = now;
        s.changedAt = now;
        subscribers.persistAndFlush(s);
        subscribers.subscribe(s.id, requestedTopics, consented ? now : null);
        subscribers.record(s.id, "imported", requestedTopics.topicIds(),
                consented ? imported.consent().source() + ", " + imported.consent().at() : "no evidence of consent",
                null, now);
        return consented
                ? SubscriberImportReport.SubscriberImportOutcome.confirmed
                : SubscriberImportReport.SubscriberImportOutcome.pending;
    }
}
