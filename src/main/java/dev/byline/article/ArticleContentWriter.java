package dev.byline.article;

import java.util.Map;
import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
import dev.byline.publication.CommentsPolicy;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the input of editors into a working copy: resolves references, claims the slug, renders the body. */
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
     * Writes the input into the article. 422 for input that breaks a rule, 409 for a slug that belongs to another
     * article.
     *
     * @param takeOver
     *            whether to take the slug over if it is only a former slug of another article
     */
    void applyInput(Article article, ArticleInput input, boolean takeOver) {
        // All database queries come before the first change of the entity: a later query would flush half of the
        // change.
        // An article may keep a locale that the site no longer has.
        var locale = input.locale() != null && input.locale().equals(article.locale)
                ? article.locale
                : site.requireLocale(input.locale(), "/locale");
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

    /** Copies the fields that need no lookup. The caller sets the references, and the body with its rendered HTML. */
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
        // The date of the first publication can be corrected, but not removed, after the article was published.
        if (article.state == State.never_published || input.firstPublishedAt() != null) {
            article.firstPublishedAt = input.firstPublishedAt();
        }
        article.publishedAt = input.publishedAt();
        article.updatedAt = input.updatedAt();
    }

    /**
     * Releases a former slug of the working copy, unless the working copy still has it, a schedule reserves it, or it
     * was published.
     */
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
            // A replacement that names no slug does not change a slug that may have been published.
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
