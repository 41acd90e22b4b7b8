package dev.byline.subscription;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import dev.byline.site.LocalizedNames;
import dev.byline.site.SiteService;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.WhiteSpace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Imports subscribers from another system, without sending a mail. */
@ApplicationScoped
class SubscriberImporter {
    private static final int MAX_SOURCE_LENGTH = 200;

    private final SubscriberRepository subscribers;
    private final SubscriptionTopics topics;
    private final UnsubscribeTokens unsubscribeTokens;
    private final SiteService site;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    SubscriberImporter(SubscriberRepository subscribers, SubscriptionTopics topics,
            UnsubscribeTokens unsubscribeTokens, SiteService site, Locks locks, AuditLog audit, Clock clock) {
        this.subscribers = subscribers;
        this.topics = topics;
        this.unsubscribeTokens = unsubscribeTokens;
        this.site = site;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
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
            if (imported.name() != null && (WhiteSpace.isBlank(imported.name())
                    || imported.name().codePointCount(0, imported.name().length()) > SubscriptionInput.MAX_NAME_LENGTH
                    || imported.name().codePoints().anyMatch(Character::isISOControl))) {
                return "name must be one line of 1 to " + SubscriptionInput.MAX_NAME_LENGTH + " characters";
            }
            LocalizedNames.requireLocale(imported.locale());
            var consentEvidence = imported.consent();
            if (consentEvidence != null && (consentEvidence.at() == null || consentEvidence.source() == null
                    || WhiteSpace.isBlank(consentEvidence.source())
                    || consentEvidence.source().length() > MAX_SOURCE_LENGTH
                    || consentEvidence.at().isAfter(clock.instant()))) {
                return "consent must have a past time and a source of at most " + MAX_SOURCE_LENGTH + " characters";
            }
            topics.resolve(imported.categories(), imported.authors());
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
        var requestedTopics = topics.resolve(imported.categories(), imported.authors());
        var s = new Subscriber();
        s.id = Ids.next();
        s.email = ParsedEmailAddress.parse(imported.email()).orElseThrow().toString();
        s.emailNorm = norm;
        s.name = WhiteSpace.normalizeSpaces(imported.name());
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
