package dev.byline.article;

import java.util.Map;
import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
import dev.byline.publication.CommentsPolicy;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Fills an article with what staff wrote: resolves references, claims the slug, renders the body. */
@ApplicationScoped
class ArticleContent {
    private final ArticleLinks links;
    private final ArticleIdentities identities;
    private final SiteService site;
    private final Metadata metadata;

    ArticleContent(ArticleLinks links, ArticleIdentities identities, SiteService site, Metadata metadata) {
        this.links = links;
        this.identities = identities;
        this.site = site;
        this.metadata = metadata;
    }

    /**
     * 422 for what breaks a rule, 409 for a slug that is another's.
     *
     * @param takeOver
     *            whether a slug that is only another article's former one may be taken from it
     */
    void fill(Article a, ArticleInput input, boolean takeOver) {
        // Whatever asks the database comes first: a query in between would write half of the change.
        // An article may keep a locale that the site has given up.
        var locale = input.locale() != null && input.locale().equals(a.locale)
                ? a.locale
                : site.locale(input.locale(), "/locale");
        var refs = links.resolve(input);
        var data = metadata.checked(input.metadata());
        var slug = slug(a, input, locale, takeOver);
        if (!locale.equals(a.locale)) {
            identities.relocate(a.id, locale);
        }
        if (!Objects.equals(a.body, input.body())) {
            a.body = input.body();
            a.bodyHtml = a.body == null ? null : a.body.rendered().html();
        }
        write(a, input, locale, slug, data);
        refs.assignTo(a);
    }

    /** Writes what needs nothing else: references, and the body with its rendering, are the caller's. */
    void write(Article a, ArticleInput input, String locale, String slug, Map<String, Object> data) {
        a.slug = slug;
        a.locale = locale;
        a.title = input.title();
        a.excerpt = input.excerpt();
        a.cover = input.cover();
        a.pinned = Boolean.TRUE.equals(input.pinned());
        a.seo = input.seo();
        a.commentsPolicy = Objects.requireNonNullElse(input.commentsPolicy(), CommentsPolicy.open);
        if (!Objects.equals(a.metadata, data)) {
            a.metadata = data;
        }
        // Once there is a first time it can be corrected, and not undone.
        if (a.state == State.never_published || input.firstPublishedAt() != null) {
            a.firstPublishedAt = input.firstPublishedAt();
        }
        a.publishedAt = input.publishedAt();
        a.updatedAt = input.updatedAt();
    }

    /** Lets a slug go that was the working copy's, unless readers have seen it or a schedule keeps it. */
    void release(Article a, String formerLocale, String formerSlug) {
        boolean kept = formerLocale.equals(a.locale) && formerSlug.equals(a.slug)
                || a.schedule != null && a.schedule.pins(formerLocale, formerSlug);
        if (!kept) {
            identities.release(a.id, formerLocale, formerSlug);
        }
    }

    private String slug(Article a, ArticleInput input, String locale, boolean takeOver) {
        var asked = input.slug();
        if (asked == null && a.state != State.never_published && locale.equals(a.locale)) {
            // An address that readers have seen does not move because a replacement was silent about it.
            return a.slug;
        }
        if (asked == null) {
            return identities.derive(a.id, locale, input.title());
        }
        if (!asked.equals(a.slug) || !locale.equals(a.locale)) {
            identities.claim(a.id, locale, asked, takeOver);
        }
        return asked;
    }
}
