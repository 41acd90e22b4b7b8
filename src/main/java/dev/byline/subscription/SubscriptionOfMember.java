package dev.byline.subscription;

import java.util.UUID;

import dev.byline.member.MemberData;
import jakarta.enterprise.context.ApplicationScoped;

/** The subscription of a member's address, as a part of the member's export. */
@ApplicationScoped
class SubscriptionOfMember implements MemberData {
    private final SubscriberRepository subscribers;
    private final SubscriptionService subscriptions;

    SubscriptionOfMember(SubscriberRepository subscribers, SubscriptionService subscriptions) {
        this.subscribers = subscribers;
        this.subscriptions = subscriptions;
    }

    @Override
    public String part() {
        return "subscription";
    }

    @Override
    public Object of(UUID member, String emailNorm) {
        return subscribers.lock(emailNorm)
                .map(s -> new SubscriptionDetail.Export(subscriptions.detail(s), subscribers.consents(s.id)))
                .orElse(null);
    }
}
