package dev.byline.article;

import java.util.Map;
import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
import dev.byline.publication.CommentsPolicy;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Fills an article with what staff wrote: resolves references, claims the slug, renders the body. */
@ApplicationScoped
class ArticleContentWriter {
    private final ArticleReferences links;
    private final ArticleIdentities identities;
    private final SiteService site;
    private final MetadataValidator metadataValidator;

    ArticleContentWriter(ArticleReferences links, ArticleIdentities identities, SiteService site,
            MetadataValidator metadataValidator) {
        this.links = links;
        this.identities = identities;
        this.site = site;
        this.metadataValidator = metadataValidator;
    }

    /**
     * 422 for what breaks a rule, 409 for a slug that is another's.
     *
     * @param takeOver
     *            whether a slug that is only another article's former one may be taken from it
     */
    void applyInput(Article article, ArticleInput input, boolean takeOver) {
        // Whatever asks the database comes first: a query in between would write half of the change.
        // An article may keep a locale that the site has given up.
        var locale = input.locale() != null && input.locale().equals(article.locale)
                ? article.locale
                : site.locale(input.locale(), "/locale");
        var refs = links.resolve(input);
        var validMetadata = metadataValidator.validate(input.metadata());
        var slug = resolveSlug(article, input, locale, takeOver);
        if (!locale.equals(article.locale)) {
            identities.changeLocale(article.id, locale);
        }
        if (!Objects.equals(article.body, input.body())) {
            article.body = input.body();
            article.bodyHtml = article.body == null ? null : article.body.render().html();
        }
        copyFields(article, input, locale, slug, validMetadata);
        refs.assignTo(article);
    }

    /** Writes what needs nothing else: references, and the body with its rendering, are the caller's. */
    void copyFields(Article article, ArticleInput input, String locale, String slug,
            Map<String, Object> validMetadata) {
        article.slug = slug;
        article.locale = locale;
        article.title = input.title();
        article.excerpt = input.excerpt();
        article.cover = input.cover();
        article.pinned = Boolean.TRUE.equals(input.pinned());
        article.seo = input.seo();
        article.commentsPolicy = Objects.requireNonNullElse(input.commentsPolicy(), CommentsPolicy.open);
        if (!Objects.equals(article.metadata, validMetadata)) {
            article.metadata = validMetadata;
        }
        // Once there is a first time it can be corrected, and not undone.
        if (article.state == State.never_published || input.firstPublishedAt() != null) {
            article.firstPublishedAt = input.firstPublishedAt();
        }
        article.publishedAt = input.publishedAt();
        article.updatedAt = input.updatedAt();
    }

    /** Lets a slug go that was the working copy's, unless readers have seen it or a schedule keeps it. */
    void releaseSlug(Article article, String formerLocale, String formerSlug) {
        boolean inUse = formerLocale.equals(article.locale) && formerSlug.equals(article.slug)
                || article.schedule != null && article.schedule.reservesSlug(formerLocale, formerSlug);
        if (!inUse) {
            identities.releaseSlug(article.id, formerLocale, formerSlug);
        }
    }

    private String resolveSlug(Article article, ArticleInput input, String locale, boolean takeOver) {
        var requestedSlug = input.slug();
        if (requestedSlug == null && article.state != State.never_published && locale.equals(article.locale)) {
            // An address that readers have seen does not move because a replacement was silent about it.
            return article.slug;
        }
        if (requestedSlug == null) {
            return identities.claimDerivedSlug(article.id, locale, input.title());
        }
        if (!requestedSlug.equals(article.slug) || !locale.equals(article.locale)) {
            identities.claimSlug(article.id, locale, requestedSlug, takeOver);
        }
        return requestedSlug;
    }
}
