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
import dev.byline.mail.Link;
import dev.byline.mail.LinkAction;
import dev.byline.mail.Mail;
import dev.byline.mail.Outbox;
import dev.byline.mail.Words;
import dev.byline.publication.ArticleSummary;
import dev.byline.site.PublicAddress;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the mails of subscriptions. Nothing that whoever asks has typed is in any of them. */
@ApplicationScoped
class SubscriptionMails {
    static final String CONFIRM = "subscription.confirm";
    static final String MANAGE = "subscription.manage";
    private static final Duration CONFIRMABLE = Duration.ofHours(48);
    private static final Duration MANAGEABLE = Duration.ofHours(1);

    private final Outbox outbox;
    private final Seals seals;
    private final SiteService site;
    private final PublicAddress address;
    private final Words words;
    private final CategoryService categories;
    private final AuthorService authors;

    SubscriptionMails(Outbox outbox, Seals seals, SiteService site, PublicAddress address, Words words,
            CategoryService categories, AuthorService authors) {
        this.outbox = outbox;
        this.seals = seals;
        this.site = site;
        this.address = address;
        this.words = words;
        this.categories = categories;
        this.authors = authors;
    }

    /** Asks whether it was the owner of the address who wished it; false if that was asked often enough. */
    boolean confirm(Subscriber s, Wish wish) {
        var kind = key(s.id, "confirm:");
        if (!outbox.mayFollow(kind)) {
            return false;
        }
        var detail = String.join(" ", wish.topics().stream().map(UUID::toString).toList());
        return outbox.send(mail(kind + Ids.next(), s, "subscription_confirm").with("topics", said(wish, s.locale))
                .with(new Link(CONFIRM, s.id, detail, CONFIRMABLE, page("confirm-subscription", s))));
    }

    void welcome(Subscriber s, Topics topics) {
        var wish = new Wish(topics.categories().stream().map(c -> c.id()).toList(),
                topics.authors().stream().map(a -> a.id()).toList());
        outbox.send(ending(mail(key(s.id, "welcome:") + Ids.next(), s, "subscription_welcome").with("topics",
                said(topics.everything() ? new Wish(List.of(), List.of()) : wish, s.locale)), s.id, s.locale, false));
    }

    void manage(Subscriber s) {
        var kind = key(s.id, "manage:");
        if (outbox.mayFollow(kind)) {
            outbox.send(mail(kind + Ids.next(), s, "subscription_manage")
                    .with(new Link(MANAGE, s.id, null, MANAGEABLE, page("subscription", s))));
        }
    }

    /** Tells a subscriber of an article; once, whichever of its translations comes first. */
    void announce(UUID subscriber, String to, String locale, ArticleSummary article, UUID group,
            SiteDetail.Public about) {
        var link = about.articleUrl(article.slug(), article.locale());
        var mail = Mail.of(key(subscriber, "article:") + group, to, locale, "article").with("site", about.title())
                .with("title", article.title()).with("excerpt", article.excerpt())
                .with("link", link == null ? address.inMails() + "/api/v1/articles/" + article.id() : link);
        outbox.send(ending(mail, subscriber, locale, true));
    }

    /** What lies ready about articles is not sent any more. */
    void stop(UUID subscriber) {
        outbox.cancel(key(subscriber, "article:"));
    }

    /** Nothing that lies ready is sent any more. */
    void stopAll(UUID subscriber) {
        outbox.cancel(key(subscriber, ""));
    }

    private Mail mail(String key, Subscriber s, String named) {
        return Mail.of(key, s.email, s.locale, named).with("site", site.readPublic().title());
    }

    /** With the link, and the headers (RFC 2369, RFC 8058), that end the subscription. */
    private Mail ending(Mail mail, UUID subscriber, String locale, boolean bulk) {
        var token = seals.unsubscribing(subscriber);
        var headers = new TreeMap<>(mail.headers());
        headers.put("List-Unsubscribe",
                "<" + address.inMails() + "/api/v1/subscriptions/unsubscribe?token=" + token + ">");
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        if (bulk) {
            headers.put("Precedence", "bulk");
        }
        var page = LinkAction.page(address.inMails(), "unsubscribe", locale) + "&token=" + token;
        return new Mail(mail.key(), mail.to(), mail.locale(), mail.words(), mail.with("unsubscribe", page).values(),
                mail.token(), headers, bulk);
    }

    private String page(String name, Subscriber s) {
        return LinkAction.page(address.inMails(), name, s.locale);
    }

    private static String key(UUID subscriber, String kind) {
        return "subscriber:" + subscriber + ":" + kind;
    }

    private String said(Wish wish, String locale) {
        if (wish.everything()) {
            return words.say(locale, "topics.everything", Map.of());
        }
        var all = new ArrayList<String>();
        categories.refs(wish.categories()).values()
                .forEach(c -> all.add(words.say(locale, "topics.category", Map.of("name", c.in(locale).name()))));
        authors.refs(wish.authors()).values()
                .forEach(a -> all.add(words.say(locale, "topics.author", Map.of("name", a.in(locale).name()))));
        return String.join(", ", all);
    }
}
