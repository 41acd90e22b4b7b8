package dev.byline.article;

import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.publication.CommentsPolicy;
import dev.byline.site.SiteService;
import dev.byline.text.Html;
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

    /** 422 for what breaks a rule, 409 for a slug that is another's. */
    void fill(Article a, ArticleInput input) {
        // Whatever asks the database comes first: a query in between would write half of the change.
        // An article may keep a locale that the site has given up.
        var locale = input.locale() != null && input.locale().equals(a.locale)
                ? a.locale
                : site.locale(input.locale(), "/locale");
        var refs = links.resolve(input);
        var data = metadata.checked(input.metadata());
        var slug = slug(a, input, locale);
        a.slug = slug;
        a.locale = locale;
        a.title = input.title();
        a.excerpt = input.excerpt();
        if (!Objects.equals(a.body, input.body())) {
            a.body = input.body();
            a.bodyHtml = a.body == null ? null : html(a.body);
            a.bodyText = a.body == null ? null : Html.text(a.bodyHtml);
        }
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
        refs.assignTo(a);
    }

    private String slug(Article a, ArticleInput input, String locale) {
        var asked = input.slug();
        if (asked == null && a.state != State.never_published && locale.equals(a.locale)) {
            // An address that readers have seen does not move because a replacement was silent about it.
            return a.slug;
        }
        if (asked == null) {
            return identities.derive(a.id, locale, input.title());
        }
        if (!asked.equals(a.slug) || !locale.equals(a.locale)) {
            identities.claim(a.id, locale, asked);
        }
        return asked;
    }

    private static String html(Body body) {
        try {
            return body.format() == Body.Format.markdown
                    ? Html.articleFromMarkdown(body.source())
                    : Html.article(body.source());
        } catch (Html.TooComplexException e) {
            throw ProblemException.invalid("/body/source", e.getMessage());
        }
    }
}
