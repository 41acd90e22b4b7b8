package dev.byline.subscription;

import java.time.Clock;
import java.time.Duration;
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
import dev.byline.mail.Forgetting;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.MailBounced;
import dev.byline.mail.Outbox;
import dev.byline.mail.Requests;
import dev.byline.member.MemberErased;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.SiteService;
import dev.byline.text.MailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** The rules of subscriptions, for their owners. */
@ApplicationScoped
public class SubscriptionService {
    private static final Duration PENDING = Duration.ofDays(7);

    private final SubscriberRepository subscribers;
    private final SubscriptionMails mails;
    private final CategoryService categories;
    private final AuthorService authors;
    private final SiteService site;
    private final Requests requests;
    private final LinkTokens tokens;
    private final Seals seals;
    private final Outbox outbox;
    private final Clock clock;

    SubscriptionService(SubscriberRepository subscribers, SubscriptionMails mails, CategoryService categories,
            AuthorService authors, SiteService site, Requests requests, LinkTokens tokens, Seals seals, Outbox outbox,
            Clock clock) {
        this.subscribers = subscribers;
        this.mails = mails;
        this.categories = categories;
        this.authors = authors;
        this.site = site;
        this.requests = requests;
        this.tokens = tokens;
        this.seals = seals;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Takes down what somebody wishes; 422 for what it names and is not there. */
    @Transactional
    void ask(SubscriptionInput input, String network) {
        var wish = wish(input.categories(), input.authors());
        var locale = input.locale() == null ? site.defaultLocale() : input.locale();
        boolean machine = input.website2() != null && !input.website2().isBlank();
        requests.take(SubscriptionRequests.KIND,
                new SubscriptionRequests.Asked(input.email(), input.name(), locale, wish, network, machine));
    }

    /** Takes down that somebody wants the link to his subscription. */
    @Transactional
    void askForLink(String email) {
        requests.take(ManageRequests.KIND, new ManageRequests.Asked(email));
    }

    /** The owner of the address says yes; 400 and 410 for tokens that do not count. */
    @Transactional
    SubscriptionDetail.Short confirm(String token, String network) {
        var use = tokens.use(token, SubscriptionMails.CONFIRM);
        var s = subscribers.lock(use.subject())
                .orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This subscription was deleted."));
        if (use.first()) {
            var now = clock.instant();
            var confirmed = Arrays.stream(use.detail().split(" ")).map(UUID::fromString).toList();
            s.become(Subscriber.State.confirmed, now);
            subscribers.confirm(s.id, confirmed, now);
            subscribers.record(s.id, "confirmed", confirmed, "link/" + s.locale, network, now);
            mails.welcome(s, topics(s, true));
        }
        return new SubscriptionDetail.Short(s.state, topics(s, true));
    }

    /** Ends all mails at once, whoever has the token; 400 for one that was not made here. */
    @Transactional
    SubscriptionDetail.Short unsubscribe(String token, String how, String network) {
        var id = seals.unsubscribes(token).orElseThrow(() -> ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                "This is no token of a mail: take the whole link."));
        subscribers.lock(id).ifPresent(s -> end(s, Subscriber.State.unsubscribed, how, network));
        return new SubscriptionDetail.Short(Subscriber.State.unsubscribed,
                new Topics(false, List.of(), List.of()));
    }

    /** No more mails, for whatever reason. One who complained stays one who complained. */
    void end(Subscriber s, Subscriber.State state, String how, String network) {
        if (s.state == Subscriber.State.complained || !s.become(state, clock.instant())) {
            return;
        }
        var ended = topicsOf(s.id);
        subscribers.unsubscribe(s.id);
        tokens.revokeAll(s.id);
        mails.stopAll(s.id);
        subscribers.record(s.id, state.name(), ended, how, network, clock.instant());
    }

    /** The subscription of whoever has a token for it. */
    @Transactional
    SubscriptionDetail read(String token) {
        return detail(own(token));
    }

    /** Sets what there are mails about; the token proves that the mailbox is the caller's. */
    @Transactional
    SubscriptionDetail change(String token, UnaryOperator<SubscriptionSettingsInput> change,
            String network) {
        var s = own(token);
        var input = change.apply(SubscriptionSettingsInput.of(s, topics(s, true)));
        var now = clock.instant();
        var wish = wish(input.categories(), input.authors());
        s.name = input.name();
        s.locale = input.locale();
        var before = topicsOf(s.id);
        if (!input.everything() && wish.everything()) {
            end(s, Subscriber.State.unsubscribed, "settings", network);
            return detail(s);
        }
        subscribers.unsubscribe(s.id);
        if (input.everything()) {
            subscribers.subscribe(s.id, new Wish(List.of(), List.of()), now);
        }
        if (!wish.everything()) {
            subscribers.subscribe(s.id, wish, now);
        }
        s.become(Subscriber.State.confirmed, now);
        var after = topicsOf(s.id);
        if (!after.equals(before)) {
            subscribers.record(s.id, "changed", after, "settings/" + s.locale, network, now);
        }
        return detail(s);
    }

    @Transactional
    SubscriptionDetail.Export export(String token) {
        var s = own(token);
        return new SubscriptionDetail.Export(detail(s), subscribers.consents(s.id));
    }

    @Transactional
    void erase(String token) {
        erase(own(token));
    }

    /** Leaves nothing but a hash of the address, by which no import revives it. */
    void erase(Subscriber s) {
        var norm = s.emailNorm;
        mails.stopAll(s.id);
        tokens.revokeAll(s.id);
        outbox.forget(norm);
        subscribers.suppress(seals.hidden(norm), "erased", clock.instant());
        subscribers.delete(s);
        subscribers.flush();
    }

    /** A mail server said that nobody is there. */
    @Transactional
    void follow(@Observes MailBounced bounce) {
        subscribers.lock(MailAddress.normal(bounce.email()))
                .ifPresent(s -> end(s, Subscriber.State.bounced, "smtp", null));
    }

    /** Whoever erases the account does not want its mails either. */
    void follow(@Observes MemberErased member) {
        subscribers.lock(member.emailNorm()).ifPresent(this::erase);
    }

    void follow(@Observes CategoryMerged merge) {
        subscribers.mergeCategory(merge.from(), merge.into());
    }

    /** Those who never confirmed are forgotten after a week. */
    @Transactional
    void forget(@Observes Forgetting event) {
        subscribers.removePending(clock.instant().minus(PENDING));
    }

    Wish wish(List<String> categoryNames, List<String> authorNames) {
        return new Wish(categories.resolve(categoryNames, "/categories"), authors.resolve(authorNames, "/authors"));
    }

    SubscriptionDetail detail(Subscriber s) {
        return SubscriptionDetail.of(s, topics(s, false));
    }

    /** Of a whole page, in three statements. */
    Map<UUID, Topics> topics(Collection<Subscriber> page) {
        var rows = subscribers.subscriptions(page.stream().map(s -> s.id).toList());
        var all = rows.values().stream().flatMap(List::stream).toList();
        var ofCategories = categories
                .refs(all.stream().map(r -> r.categoryId()).filter(c -> c != null).distinct().toList());
        var ofAuthors = authors.refs(all.stream().map(r -> r.authorId()).filter(a -> a != null).distinct().toList());
        return page.stream().collect(Collectors.toMap(s -> s.id, s -> {
            var own = rows.getOrDefault(s.id, List.of());
            return new Topics(own.stream().anyMatch(r -> r.topic().equals(SubscriberRepository.EVERYTHING)),
                    // Without what is removed at this moment.
                    own.stream().filter(r -> r.categoryId() != null)
                            .map(r -> ofCategories.get(r.categoryId())).filter(Objects::nonNull)
                            .map(c -> c.in(s.locale)).toList(),
                    own.stream().filter(r -> r.authorId() != null)
                            .map(r -> ofAuthors.get(r.authorId())).filter(Objects::nonNull)
                            .map(a -> a.in(s.locale)).toList());
        }));
    }

    private Topics topics(Subscriber s, boolean confirmed) {
        if (confirmed && s.state != Subscriber.State.confirmed) {
            return new Topics(false, List.of(), List.of());
        }
        return topics(List.of(s)).get(s.id);
    }

    private List<UUID> topicsOf(UUID subscriber) {
        return new ArrayList<>(subscribers.subscriptions(List.of(subscriber)).getOrDefault(subscriber, List.of())
                .stream().map(r -> r.topic()).toList());
    }

    private Subscriber own(String token) {
        if (token == null) {
            throw ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                    "Send 'Subscription-Token: …' with the token of a mail: POST /api/v1/subscriptions/links sends one.");
        }
        return subscribers.lock(tokens.subject(token, SubscriptionMails.MANAGE))
                .orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This subscription was deleted."));
    }
}
