package dev.byline.subscription;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.author.AuthorMerged;
import dev.byline.category.CategoryMerged;
import dev.byline.database.LongRunning;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.MailBounced;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Rules of subscriptions, for the owners of the addresses. */
@ApplicationScoped
class SubscriptionService {
    private final SubscriberRepository subscribers;
    private final SubscriptionTopics topics;
    private final SubscriptionMails mails;
    private final SubscriberErasure erasure;
    private final LinkTokens tokens;
    private final UnsubscribeTokens unsubscribeTokens;
    private final Clock clock;

    SubscriptionService(SubscriberRepository subscribers, SubscriptionTopics topics, SubscriptionMails mails,
            SubscriberErasure erasure, LinkTokens tokens, UnsubscribeTokens unsubscribeTokens, Clock clock) {
        this.subscribers = subscribers;
        this.topics = topics;
        this.mails = mails;
        this.erasure = erasure;
        this.tokens = tokens;
        this.unsubscribeTokens = unsubscribeTokens;
        this.clock = clock;
    }

    /**
     * Confirms a subscription for the owner of the address; throws 400 for an unknown token and 410 for an expired
     * one.
     */
    @Transactional
    SubscriptionDetail.SubscriptionState confirm(String token, String network) {
        var tokenUse = tokens.use(token, SubscriptionMails.CONFIRM_PURPOSE);
        var s = subscribers.lock(tokenUse.subject())
                .orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This subscription was deleted."));
        if (tokenUse.first()) {
            var now = clock.instant();
            var requested = Arrays.stream(tokenUse.detail().split(" ")).map(UUID::fromString).toList();
            s.changeState(Subscriber.SubscriberState.confirmed, now);
            subscribers.confirm(s.id, requested, now);
            subscribers.record(s.id, "confirmed", requested, "link/" + s.locale, network, now);
        }
        var confirmed = topics.readConfirmed(s);
        if (tokenUse.first()) {
            mails.sendWelcome(s, confirmed);
        }
        return new SubscriptionDetail.SubscriptionState(s.state, confirmed);
    }

    /**
     * Ends all mails to the subscriber of an unsubscribe token immediately; throws 400 if this service did not create
     * the token.
     */
    @Transactional
    SubscriptionDetail.SubscriptionState unsubscribe(String token, String how, String network) {
        var id = unsubscribeTokens.verify(token).orElseThrow(() -> ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                "The token is not from an unsubscribe link. Use the complete link from the mail."));
        subscribers.lock(id).ifPresent(s -> endSubscription(s, Subscriber.SubscriberState.unsubscribed, how, network));
        return new SubscriptionDetail.SubscriptionState(Subscriber.SubscriberState.unsubscribed, Topics.NONE);
    }

    /** Returns the locale of the subscriber whose unsubscribe token this is; {@code en} if there is none. */
    @Transactional
    String findLocale(String token) {
        return unsubscribeTokens.verify(token).flatMap(subscribers::findByIdOptional).map(s -> s.locale).orElse("en");
    }

    /** Ends a subscription, for any reason. The state of a subscriber who complained does not change. */
    void endSubscription(Subscriber s, Subscriber.SubscriberState subscriberState, String how, String network) {
        if (s.state == Subscriber.SubscriberState.complained || !s.changeState(subscriberState, clock.instant())) {
            return;
        }
        var ended = subscribers.unsubscribe(s.id);
        tokens.revokeAll(s.id);
        mails.cancelAll(s.id);
        subscribers.record(s.id, subscriberState.name(), ended, how, network, clock.instant());
    }

    /** Reads the subscription that belongs to the token. */
    @Transactional
    SubscriptionDetail read(String token) {
        return detail(lockByToken(token));
    }

    /** Changes the settings and topics of a subscription; the token proves that the caller owns the mailbox. */
    @Transactional
    SubscriptionDetail change(String token, UnaryOperator<SubscriptionSettingsInput> change, String network) {
        var s = lockByToken(token);
        var input = change.apply(SubscriptionSettingsInput.of(s, topics.readConfirmed(s)));
        var now = clock.instant();
        var requestedTopics = topics.resolve(input.categories(), input.authors());
        s.name = input.name();
        s.locale = input.locale();
        var before = topics.ids(s.id);
        if (!input.everything() && requestedTopics.coversEverything()) {
            endSubscription(s, Subscriber.SubscriberState.unsubscribed, "settings", network);
            return detail(s);
        }
        subscribers.unsubscribe(s.id);
        if (input.everything()) {
            subscribers.subscribe(s.id, new RequestedTopics(List.of(), List.of()), now);
        }
        if (!requestedTopics.coversEverything()) {
            subscribers.subscribe(s.id, requestedTopics, now);
        }
        s.changeState(Subscriber.SubscriberState.confirmed, now);
        var after = topics.ids(s.id);
        if (!after.equals(before)) {
            subscribers.record(s.id, "changed", after, "settings/" + s.locale, network, now);
        }
        return detail(s);
    }

    @Transactional
    SubscriptionDetail.SubscriptionExport export(String token) {
        var s = lockByToken(token);
        return new SubscriptionDetail.SubscriptionExport(detail(s), subscribers.consents(s.id));
    }

    @LongRunning
    @Transactional
    void erase(String token) {
        erasure.erase(lockByToken(token));
    }

    /** Ends the subscription of an address that a mail server permanently refused. */
    @Transactional
    void onMailBounced(@Observes MailBounced bounce) {
        subscribers.lock(ParsedEmailAddress.normalize(bounce.email()))
                .ifPresent(s -> endSubscription(s, Subscriber.SubscriberState.bounced, "smtp", null));
    }

    void onCategoryMerged(@Observes CategoryMerged merge) {
        subscribers.mergeCategory(merge.from(), merge.into());
    }

    void onAuthorMerged(@Observes AuthorMerged merge) {
        subscribers.mergeAuthor(merge.from(), merge.into());
    }

    private SubscriptionDetail detail(Subscriber s) {
        return new SubscriptionDetail(s, topics.read(s));
    }

    private Subscriber lockByToken(String token) {
        if (token == null) {
            throw ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                    "The header 'Subscription-Token' is missing. Send the token from a mail in it;"
                            + " POST /api/v1/subscriptions/links sends such a mail.");
        }
        return subscribers.lock(tokens.verify(token, SubscriptionMails.MANAGE_PURPOSE))
                .orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This subscription was deleted."));
    }
}
