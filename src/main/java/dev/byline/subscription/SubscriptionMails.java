package dev.byline.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.database.Ids;
import dev.byline.mail.Mail;
import dev.byline.mail.MailLink;
import dev.byline.mail.Messages;
import dev.byline.mail.Outbox;
import dev.byline.publication.ArticleSummary;
import dev.byline.site.MailLinkPages;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends the mails of subscriptions. No text that a requesting client has typed is in any of them. */
@ApplicationScoped
class SubscriptionMails {
    static final String CONFIRM_PURPOSE = "subscription.confirm";
    static final String MANAGE_PURPOSE = "subscription.manage";
    static final int CONFIRM_LINK_LIFETIME_HOURS = 48;
    static final int MANAGE_LINK_LIFETIME_MINUTES = 60;

    private final Outbox outbox;
    private final UnsubscribeTokens unsubscribeTokens;
    private final SiteService site;
    private final MailLinkPages pages;
    private final Messages messages;
    private final CategoryService categories;
    private final AuthorService authors;

    SubscriptionMails(Outbox outbox, UnsubscribeTokens unsubscribeTokens, SiteService site, MailLinkPages pages,
            Messages messages,
            CategoryService categories, AuthorService authors) {
        this.outbox = outbox;
        this.unsubscribeTokens = unsubscribeTokens;
        this.site = site;
        this.pages = pages;
        this.messages = messages;
        this.categories = categories;
        this.authors = authors;
    }

    /**
     * Asks the owner of the address to confirm the requested topics; returns false if the rate limit of this mail is
     * reached.
     */
    boolean sendConfirmation(Subscriber s, RequestedTopics requestedTopics) {
        var kind = key(s.id, "confirm:");
        if (!outbox.isWithinRateLimit(kind)) {
            return false;
        }
        var detail = String.join(" ", requestedTopics.topicIds().stream().map(UUID::toString).toList());
        return outbox.send(mail(kind + Ids.next(), s, "subscription_confirm")
                .with("topics", describeTopics(findTopics(requestedTopics, s.locale), s.locale))
                .with(new MailLink(CONFIRM_PURPOSE, s.id, detail, Duration.ofHours(CONFIRM_LINK_LIFETIME_HOURS),
                        pages.url(site.readPublic().confirmUrl, "confirm-subscription", s.locale))));
    }

    /** Sends the mail that follows a confirmation, with an unsubscribe link. */
    void sendWelcome(Subscriber s, Topics topics) {
        outbox.send(withUnsubscribeLink(mail(key(s.id, "welcome:") + Ids.next(), s, "subscription_welcome")
                .with("topics", describeTopics(topics, s.locale)), s.id, s.locale));
    }

    /** Sends the link with which a subscriber manages the subscription. */
    void sendManageLink(Subscriber s) {
        var kind = key(s.id, "manage:");
        if (outbox.isWithinRateLimit(kind)) {
            outbox.send(mail(kind + Ids.next(), s, "subscription_manage")
                    .with(new MailLink(MANAGE_PURPOSE, s.id, null, Duration.ofMinutes(MANAGE_LINK_LIFETIME_MINUTES),
                            pages.url(site.readPublic().manageUrl, "subscription", s.locale))));
        }
    }

    /**
     * Sends a subscriber the mail about an article, only once for all of its translations: the first published
     * translation counts.
     */
    void announceArticle(UUID subscriber, String to, String locale, ArticleSummary article, UUID group,
            SiteDetail.PublicSite siteInfo) {
        var link = siteInfo.urlOf(false, article.slug, article.locale);
        var mail = Mail.of(key(subscriber, "article:") + group, to, locale, "article").with("site", siteInfo.title)
                .with("title", article.title).with("excerpt", article.excerpt)
                .with("link",
                        link == null ? pages.apiUrl("/articles/" + article.id) : link);
        outbox.send(withUnsubscribeLink(mail.inBulk(), subscriber, locale));
    }

    /** Cancels all waiting mails to the subscriber. */
    void cancelAll(UUID subscriber) {
        outbox.cancel(key(subscriber, ""));
    }

    private Mail mail(String key, Subscriber s, String messageKey) {
        return Mail.of(key, s.email, s.locale, messageKey).with("site", site.readPublic().title);
    }

    /**
     * Adds the unsubscribe link to a mail, and the headers {@code List-Unsubscribe} (RFC 2369) and {@code
     * List-Unsubscribe-Post} (RFC 8058). {@link UnsubscribeTokens#create} creates their token.
     */
    private Mail withUnsubscribeLink(Mail mail, UUID subscriber, String locale) {
        var token = unsubscribeTokens.create(subscriber);
        var oneClick = pages.apiUrl("/subscriptions/unsubscribe?token=" + token);
        var page = pages.url(null, "unsubscribe", locale) + "&token=" + token;
        return mail.with("unsubscribe", page).withHeader("List-Unsubscribe", "<" + oneClick + ">")
                .withHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }

    private static String key(UUID subscriber, String kind) {
        return "subscriber:" + subscriber + ":" + kind;
    }

    private Topics findTopics(RequestedTopics requestedTopics, String locale) {
        return new Topics(requestedTopics.coversEverything(),
                categories.refs(requestedTopics.categories()).values().stream().map(c -> c.inLocale(locale)).toList(),
                authors.refs(requestedTopics.authors()).values().stream().map(a -> a.inLocale(locale)).toList());
    }

    /** Describes the topics in the locale, for instance "articles in News, articles by Mai". */
    private String describeTopics(Topics topics, String locale) {
        if (topics.everything()) {
            return messages.format(locale, "topics.everything", Map.of());
        }
        var all = new ArrayList<String>();
        topics.categories()
                .forEach(c -> all.add(messages.format(locale, "topics.category", Map.of("name", c.name()))));
        topics.authors().forEach(a -> all.add(messages.format(locale, "topics.author", Map.of("name", a.name()))));
        return String.join(", ", all);
    }
}
