package dev.byline.subscription;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryService;
import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.MailBounced;
import dev.byline.mail.Outbox;
import dev.byline.member.MemberErased;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteService;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Rules of subscriptions, for the owners of the addresses. */
@ApplicationScoped
public class SubscriptionService {
    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;
    private final CategoryService categories;
    private final AuthorService authors;
    private final SiteService site;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final UnsubscribeTokens unsubscribeTokens;
    private final Outbox outbox;
    private final Clock clock;

    SubscriptionService(SubscriberRepository subscribers, SubscriptionMails mails, CategoryService categories,
            AuthorService authors, SiteService site, DeferredRequests deferredRequests, LinkTokens tokens,
            UnsubscribeTokens unsubscribeTokens, Outbox outbox,
            Clock clock) {
        this.subscribers = subscribers;
        this.mails = mails;
        this.categories = categories;
        this.authors = authors;
        this.site = site;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.unsubscribeTokens = unsubscribeTokens;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Queues a request for a subscription; throws 422 for categories and authors that do not exist. */
    @Transactional
    void requestSubscription(SubscriptionInput input, String network) {
        var requestedTopics = resolveTopics(input.categories(), input.authors());
        var locale = input.locale() == null ? site.defaultLocale() : input.locale();
        boolean filledByBot = input.website2() != null && !input.website2().isBlank();
        deferredRequests.add(SubscriptionRequestHandler.KIND,
                new SubscriptionRequestHandler.SubscriptionRequest(input.email(), input.name(), locale, requestedTopics,
                        network, filledByBot));
    }

    /** Queues a request for the link to manage a subscription. */
    @Transactional
    void requestManageLink(String email) {
        deferredRequests.add(ManageLinkRequestHandler.KIND, new ManageLinkRequestHandler.ManageLinkRequest(email));
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
            var confirmed = Arrays.stream(tokenUse.detail().split(" ")).map(UUID::fromString).toList();
            s.changeState(Subscriber.SubscriberState.confirmed, now);
            subscribers.confirm(s.id, confirmed, now);
            subscribers.record(s.id, "confirmed", confirmed, "link/" + s.locale, network, now);
            mails.sendWelcome(s, topics(s, true));
        }
        return new SubscriptionDetail.SubscriptionState(s.state, topics(s, true));
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
        return new SubscriptionDetail.SubscriptionState(Subscriber.SubscriberState.unsubscribed,
                new Topics(false, List.of(), List.of()));
    }

    /** Ends a subscription, for any reason. The state of a subscriber who complained does not change. */
    void endSubscription(Subscriber s, Subscriber.SubscriberState subscriberState, String how, String network) {
        if (s.state == Subscriber.SubscriberState.complained || !s.changeState(subscriberState, clock.instant())) {
            return;
        }
        var ended = topicIdsOf(s.id);
        subscribers.unsubscribe(s.id);
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
    SubscriptionDetail change(String token, UnaryOperator<SubscriptionSettingsInput> change,
            String network) {
        var s = lockByToken(token);
        var input = change.apply(SubscriptionSettingsInput.of(s, topics(s, true)));
        var now = clock.instant();
        var requestedTopics = resolveTopics(input.categories(), input.authors());
        s.name = input.name();
        s.locale = input.locale();
        var before = topicIdsOf(s.id);
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
        var after = topicIdsOf(s.id);
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

    @Transactional
    void erase(String token) {
        erase(lockByToken(token));
    }

    /** Erases a subscriber. Only a hash of the address stays, so that no import adds the address again. */
    void erase(Subscriber s) {
        var norm = s.emailNorm;
        mails.cancelAll(s.id);
        tokens.revokeAll(s.id);
        outbox.eraseAddress(norm);
        subscribers.suppress(unsubscribeTokens.hashAddress(norm), "erased", clock.instant());
        subscribers.delete(s);
        subscribers.flush();
    }

    /** Ends the subscription of an address that a mail server permanently refused. */
    @Transactional
    void handleEvent(@Observes MailBounced bounce) {
        subscribers.lock(ParsedEmailAddress.normalize(bounce.email()))
                .ifPresent(s -> endSubscription(s, Subscriber.SubscriberState.bounced, "smtp", null));
    }

    /** Erases the subscription of a member whose account is erased. */
    void handleEvent(@Observes MemberErased member) {
        subscribers.lock(member.emailNorm()).ifPresent(this::erase);
    }

    void handleEvent(@Observes CategoryMerged merge) {
        subscribers.mergeCategory(merge.from(), merge.into());
    }

    RequestedTopics resolveTopics(List<String> categoryNames, List<String> authorNames) {
        return new RequestedTopics(categories.resolve(categoryNames, "/categories"),
                authors.resolve(authorNames, "/authors"));
    }

    SubscriptionDetail detail(Subscriber s) {
        return SubscriptionDetail.of(s, topics(s, false));
    }

    /** Finds the topics of each subscriber of a page, in three statements. */
    Map<UUID, Topics> topics(Collection<Subscriber> page) {
        var rows = subscribers.subscriptions(page.stream().map(s -> s.id).toList());
        var all = rows.values().stream().flatMap(List::stream).toList();
        var ofCategories = categories
                .refs(all.stream().map(r -> r.categoryId()).filter(c -> c != null).distinct().toList());
        var ofAuthors = authors.refs(all.stream().map(r -> r.authorId()).filter(a -> a != null).distinct().toList());
        return page.stream().collect(Collectors.toMap(s -> s.id, s -> {
            var own = rows.getOrDefault(s.id, List.of());
            return new Topics(own.stream().anyMatch(r -> r.topic().equals(SubscriberRepository.EVERYTHING_TOPIC)),
                    // Skips categories and authors that are deleted at this moment.
                    own.stream().filter(r -> r.categoryId() != null)
                            .map(r -> ofCategories.get(r.categoryId())).filter(Objects::nonNull)
                            .map(c -> c.inLocale(s.locale)).toList(),
                    own.stream().filter(r -> r.authorId() != null)
                            .map(r -> ofAuthors.get(r.authorId())).filter(Objects::nonNull)
                            .map(a -> a.inLocale(s.locale)).toList());
        }));
    }

    private Topics topics(Subscriber s, boolean confirmed) {
        if (confirmed && s.state != Subscriber.SubscriberState.confirmed) {
            return new Topics(false, List.of(), List.of());
        }
        return topics(List.of(s)).get(s.id);
    }

    private List<UUID> topicIdsOf(UUID subscriber) {
        return new ArrayList<>(subscribers.subscriptions(List.of(subscriber)).getOrDefault(subscriber, List.of())
                .stream().map(r -> r.topic()).toList());
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
