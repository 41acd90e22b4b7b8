package dev.byline.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.mail.DeferredRequests;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles deferred requests for the link with which subscribers manage their subscriptions. */
@ApplicationScoped
class ManageLinkRequestHandler implements DeferredRequests.Handler {
    static final String KIND = "subscription_manage";

    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;

    ManageLinkRequestHandler(SubscriberRepository subscribers, SubscriptionMails mails) {
        this.subscribers = subscribers;
        this.mails = mails;
    }

    /** A deferred request. Its component name is a JSON key in the queue. */
    record ManageLinkRequest(String email) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        subscribers.lock(ParsedEmailAddress.normalize(body.get("email").asText()))
                .filter(s -> s.state != Subscriber.SubscriberState.complained).ifPresent(mails::sendManageLink);
    }
}
