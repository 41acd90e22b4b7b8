package dev.byline.subscription;

import java.time.Clock;

import dev.byline.audit.AuditLog;
import dev.byline.database.Locks;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Reports of mail services about bounces and complaints. */
@ApplicationScoped
class MailReports {
    private final SubscriberRepository subscribers;
    private final SubscriptionService subscriptions;
    private final UnsubscribeTokens unsubscribeTokens;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    MailReports(SubscriberRepository subscribers, SubscriptionService subscriptions,
            UnsubscribeTokens unsubscribeTokens, Locks locks, AuditLog audit, Clock clock) {
        this.subscribers = subscribers;
        this.subscriptions = subscriptions;
        this.unsubscribeTokens = unsubscribeTokens;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Applies the report of a bounce or a complaint. A repeated report changes nothing. A report about an unknown
     * address changes no subscriber, but a complaint blocks the address for the future.
     */
    @Transactional
    SubscriberResource.MailReportResult handle(SubscriberResource.MailReport report) {
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
}
