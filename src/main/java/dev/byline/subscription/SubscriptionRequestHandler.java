package dev.byline.subscription;

import java.time.Clock;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.mail.DeferredRequests;
import dev.byline.problem.ProblemException;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles deferred requests for subscriptions, after the client has received its response. */
@ApplicationScoped
class SubscriptionRequestHandler implements DeferredRequests.Handler {
    static final String KIND = "subscription";
    /**
     * Rate limit of confirmation mails of the whole site, so that a client with many addresses and networks cannot
     * use the site to flood other people.
     */

    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;
    private final UnsubscribeTokens unsubscribeTokens;
    private final Locks locks;
    private final RateLimiter rateLimiter;
    private final ObjectMapper json;
    private final Clock clock;

    SubscriptionRequestHandler(SubscriberRepository subscribers, SubscriptionMails mails,
            UnsubscribeTokens unsubscribeTokens, Locks locks,
            RateLimiter rateLimiter, ObjectMapper json, Clock clock) {
        this.subscribers = subscribers;
        this.mails = mails;
        this.unsubscribeTokens = unsubscribeTokens;
        this.locks = locks;
        this.rateLimiter = rateLimiter;
        this.json = json;
        this.clock = clock;
    }

    /** A deferred request. Its component names are JSON keys in the queue. */
    record SubscriptionRequest(
            String email,
            String name,
            String locale,
            RequestedTopics wish,
            String network,
            boolean machine) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        var subscriptionRequest = json.convertValue(body, SubscriptionRequest.class);
        if (subscriptionRequest.machine) {
            return;
        }
        var norm = ParsedEmailAddress.normalize(subscriptionRequest.email);
        locks.exclusive("reader " + norm);
        if (subscribers.findSuppressionReason(unsubscribeTokens.hashAddress(norm)).filter("complained"::equals)
                .isPresent()) {
            return;
        }
        var s = subscribers.lock(norm).orElseGet(() -> createPending(subscriptionRequest, norm));
        if (s.state == Subscriber.SubscriberState.complained || !addsTopics(s, subscriptionRequest.wish)) {
            return;
        }
        subscribers.subscribe(s.id, subscriptionRequest.wish, null);
        if (acquireFromTotal() && mails.sendConfirmation(s, subscriptionRequest.wish)) {
            subscribers.record(s.id, "requested", subscriptionRequest.wish.topicIds(),
                    "subscription_confirm/" + s.locale,
                    subscriptionRequest.network, clock.instant());
        }
    }

    private Subscriber createPending(SubscriptionRequest subscriptionRequest, String norm) {
        var s = new Subscriber();
        s.id = Ids.next();
        s.email = ParsedEmailAddress.parse(subscriptionRequest.email).orElseThrow().toString();
        s.emailNorm = norm;
        s.name = subscriptionRequest.name;
        s.locale = subscriptionRequest.locale;
        s.state = Subscriber.SubscriberState.pending;
        s.createdAt = clock.instant();
        s.changedAt = s.createdAt;
        subscribers.persistAndFlush(s);
        return s;
    }

    private boolean addsTopics(Subscriber s, RequestedTopics requestedTopics) {
        if (s.state != Subscriber.SubscriberState.confirmed) {
            return true;
        }
        var confirmed = subscribers.subscriptions(List.of(s.id)).getOrDefault(s.id, List.of()).stream()
                .filter(subscriptionRow -> subscriptionRow.confirmedAt() != null)
                .map(subscriptionRow -> subscriptionRow.topic()).toList();
        return !confirmed.containsAll(requestedTopics.topicIds());
    }

    private boolean acquireFromTotal() {
        try {
            rateLimiter.acquire(RateLimits.CONFIRMATIONS, "all");
            return true;
        } catch (ProblemException exceeded) {
            return false;
        }
    }
}
