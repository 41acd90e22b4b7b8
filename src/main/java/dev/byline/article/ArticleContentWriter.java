package dev.byline.article;

import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
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
        var locale = input.locale != null && input.locale.equals(article.locale)
                ? article.locale
                : site.requireLocale(input.locale, "/locale");
        var refs = links.resolve(input);
        var validMetadata = metadataValidator.validate(input.metadata);
        var slug = resolveSlug(article, input, locale, takeOver);
        if (!locale.equals(article.locale)) {
            identities.changeLocale(article.id, locale);
        }
        if (!Objects.equals(article.body, input.body)) {
            article.body = input.body;
            article.bodyHtml = article.body == null ? null : article.body.render().html();
        }
        article.slug = slug;
        article.locale = locale;
        input.copyTo(article, validMetadata);
        refs.assignTo(article);
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
        var requestedSlug = input.slug;
        if (requestedSlug == null && article.state != State.never_published && locale.equals(article.locale)) {
            // A replacement that names no slug does not change a slug that may have been published.
            return article.slug;
        }
        if (requestedSlug == null) {
            return identities.claimDerivedSlug(article.id, locale, input.title);
        }
        if (!requestedSlug.equals(article.slug) || !locale.equals(article.locale)) {
            identities.claimSlug(article.id, locale, requestedSlug, takeOver);
        }
        return requestedSlug;
    }
}
