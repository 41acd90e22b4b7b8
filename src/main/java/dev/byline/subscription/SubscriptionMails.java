package dev.byline.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.database.Ids;
import dev.byline.mail.LinkAction;
import dev.byline.mail.Mail;
import dev.byline.mail.MailLink;
import dev.byline.mail.Messages;
import dev.byline.mail.Outbox;
import dev.byline.publication.ArticleSummary;
import dev.byline.site.PublicAddress;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the mails of subscriptions. Nothing that whoever asks has typed is in any of them. */
@ApplicationScoped
class SubscriptionMails {
    static final String CONFIRM_PURPOSE = "subscription.confirm";
    static final String MANAGE_PURPOSE = "subscription.manage";
    private static final Duration CONFIRM_LINK_LIFETIME = Duration.ofHours(48);
    private static final Duration MANAGE_LINK_LIFETIME = Duration.ofHours(1);

    private final Outbox outbox;
    private final UnsubscribeTokens unsubscribeTokens;
    private final SiteService site;
    private final PublicAddress address;
    private final Messages messages;
    private final CategoryService categories;
    private final AuthorService authors;

    SubscriptionMails(Outbox outbox, UnsubscribeTokens unsubscribeTokens, SiteService site, PublicAddress address,
            Messages messages,
            CategoryService categories, AuthorService authors) {
        this.outbox = outbox;
        this.unsubscribeTokens = unsubscribeTokens;
        this.site = site;
        this.address = address;
        this.messages = messages;
        this.categories = categories;
        this.authors = authors;
    }

    /** Asks whether it was the owner of the address who wished it; false if that was asked often enough. */
    boolean sendConfirmation(Subscriber s, RequestedTopics requestedTopics) {
        var kind = key(s.id, "confirm:");
        if (!outbox.isWithinRateLimit(kind)) {
            return false;
        }
        var detail = String.join(" ", requestedTopics.topicIds().stream().map(UUID::toString).toList());
        return outbox.send(mail(kind + Ids.next(), s, "subscription_confirm")
                .with("topics", describeTopics(requestedTopics, s.locale))
                .with(new MailLink(CONFIRM_PURPOSE, s.id, detail, CONFIRM_LINK_LIFETIME,
                        pageUrl("confirm-subscription", s))));
    }

    void sendWelcome(Subscriber s, Topics topics) {
        var requestedTopics = new RequestedTopics(topics.categories().stream().map(c -> c.id()).toList(),
                topics.authors().stream().map(a -> a.id()).toList());
        outbox.send(
                withUnsubscribeLink(mail(key(s.id, "welcome:") + Ids.next(), s, "subscription_welcome").with("topics",
                        describeTopics(
                                topics.everything() ? new RequestedTopics(List.of(), List.of()) : requestedTopics,
                                s.locale)),
                        s.id, s.locale, false));
    }

    void sendManageLink(Subscriber s) {
        var kind = key(s.id, "manage:");
        if (outbox.isWithinRateLimit(kind)) {
            outbox.send(mail(kind + Ids.next(), s, "subscription_manage")
                    .with(new MailLink(MANAGE_PURPOSE, s.id, null, MANAGE_LINK_LIFETIME, pageUrl("subscription", s))));
        }
    }

    /** Tells a subscriber of an article; once, whichever of its translations comes first. */
    void announceArticle(UUID subscriber, String to, String locale, ArticleSummary article, UUID group,
            SiteDetail.Public siteInfo) {
        var link = siteInfo.articleUrl(article.slug(), article.locale());
        var mail = Mail.of(key(subscriber, "article:") + group, to, locale, "article").with("site", siteInfo.title())
                .with("title", article.title()).with("excerpt", article.excerpt())
                .with("link", link == null ? address.inMails() + "/api/v1/articles/" + article.id() : link);
        outbox.send(withUnsubscribeLink(mail, subscriber, locale, true));
    }

    /** What lies ready about articles is not sent any more. */
    void cancelArticleMails(UUID subscriber) {
        outbox.cancel(key(subscriber, "article:"));
    }

    /** Nothing that lies ready is sent any more. */
    void cancelAll(UUID subscriber) {
        outbox.cancel(key(subscriber, ""));
    }

    private Mail mail(String key, Subscriber s, String messageKey) {
        return Mail.of(key, s.email, s.locale, messageKey).with("site", site.readPublic().title());
    }

    /** With the link, and the headers (RFC 2369, RFC 8058), that end the subscription. */
    private Mail withUnsubscribeLink(Mail mail, UUID subscriber, String locale, boolean bulk) {
        var token = unsubscribeTokens.create(subscriber);
        var headers = new TreeMap<>(mail.headers());
        headers.put("List-Unsubscribe",
                "<" + address.inMails() + "/api/v1/subscriptions/unsubscribe?token=" + token + ">");
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        if (bulk) {
            headers.put("Precedence", "bulk");
        }
        var page = LinkAction.pageUrl(address.inMails(), "unsubscribe", locale) + "&token=" + token;
        return new Mail(mail.key(), mail.to(), mail.locale(), mail.words(), mail.with("unsubscribe", page).values(),
                mail.token(), headers, bulk);
    }

    private String pageUrl(String name, Subscriber s) {
        return LinkAction.pageUrl(address.inMails(), name, s.locale);
    }

    private static String key(UUID subscriber, String kind) {
        return "subscriber:" + subscriber + ":" + kind;
    }

    private String describeTopics(RequestedTopics requestedTopics, String locale) {
        if (requestedTopics.coversEverything()) {
            return messages.format(locale, "topics.everything", Map.of());
        }
        var all = new ArrayList<String>();
        categories.refs(requestedTopics.categories()).values()
                .forEach(c -> all.add(messages.format(locale, "topics.category", Map.of("name", c.in(locale).name()))));
        authors.refs(requestedTopics.authors()).values()
                .forEach(a -> all.add(messages.format(locale, "topics.author", Map.of("name", a.in(locale).name()))));
        return String.join(", ", all);
    }
}
