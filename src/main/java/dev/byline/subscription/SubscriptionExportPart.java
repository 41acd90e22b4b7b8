package dev.byline.subscription;

import java.util.UUID;

import dev.byline.member.MemberExportPart;
import jakarta.enterprise.context.ApplicationScoped;

/** Contributes the subscription of a member's address to the member's data export. */
@ApplicationScoped
class SubscriptionExportPart implements MemberExportPart {
    private final SubscriberRepository subscribers;
    private final SubscriptionTopics topics;

    SubscriptionExportPart(SubscriberRepository subscribers, SubscriptionTopics topics) {
        this.subscribers = subscribers;
        this.topics = topics;
    }

    @Override
    public String partName() {
        return "subscription";
    }

    @Override
    public Object export(UUID member, String emailNorm) {
        return subscribers.lock(emailNorm)
                .map(s -> new SubscriptionDetail.SubscriptionExport(new SubscriptionDetail(s, topics.read(s)),
                        subscribers.consents(s.id)))
                .orElse(null);
    }
}
