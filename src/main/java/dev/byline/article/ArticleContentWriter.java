package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleKind;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes the input of editors and of imports into working copies: resolves references, claims the slug, renders the
 * body, and saves each change with a revision.
 */
@ApplicationScoped
class ArticleContentWriter {
    private final ArticleRepository articles;
    private final ArticleRevisions revisions;
    private final ArticleReferences links;
    private final ArticleIdentities identities;
    private final SiteService site;
    private final MetadataValidator metadataValidator;
    private final Clock clock;

    ArticleContentWriter(ArticleRepository articles, ArticleRevisions revisions, ArticleReferences links,
            ArticleIdentities identities, SiteService site, MetadataValidator metadataValidator, Clock clock) {
        this.articles = articles;
        this.revisions = revisions;
        this.links = links;
        this.identities = identities;
        this.site = site;
        this.metadataValidator = metadataValidator;
        this.clock = clock;
    }

    /** Saves a new working copy with its first revision; 409 if its slug belongs to another article. */
    void saveNew(Article article, ArticleInput input, boolean takeOver) {
        applyInput(article, input, takeOver);
        article.recordSave(article.createdAt);
        articles.save(article);
        revisions.save(article);
    }

    /** Saves a change by the caller of the request; false if the content stays equal: the version stays then, too. */
    boolean save(Article article, ArticleInput input, boolean takeOver) {
        var before = ArticleInput.of(article);
        applyInput(article, input, takeOver);
        if (before.equals(ArticleInput.of(article))) {
            return false;
        }
        article.recordSave(clock.instant());
        articles.save(article);
        revisions.save(article);
        releaseSlug(article, before.locale, before.slug);
        return true;
    }

    /**
     * Saves a change by an import. If another article has the slug, the article keeps the slug that it got when it was
     * imported first.
     *
     * @param savedAt
     *            the time of the change; null for now
     */
    void saveImported(Article article, ArticleInput imported, String savedBy, Instant savedAt) {
        var before = ArticleInput.of(article);
        var input = imported.copy();
        input.kind = Objects.requireNonNullElse(imported.kind, ArticleKind.article);
        try {
            applyInput(article, input, false);
        } catch (ProblemException e) {
            if (e.type != ProblemType.SLUG_TAKEN) {
                throw e;
            }
            var withFormerSlug = input.copy();
            withFormerSlug.slug = article.slug;
            applyInput(article, withFormerSlug, false);
        }
        if (!before.equals(ArticleInput.of(article))) {
            article.recordSave(Objects.requireNonNullElse(savedAt, clock.instant()));
            articles.save(article);
            revisions.save(article, savedBy);
            releaseSlug(article, before.locale, before.slug);
        }
    }

    /**
     * Writes the input into the article. 422 for input that breaks a rule, 409 for a slug that belongs to another
     * article.
     *
     * @param takeOver
     *            whether to take the slug over if it is only a former slug of another article
     */
    void applyInput(Article article, ArticleInput given, boolean takeOver) {
        var input = links.storeMedia(given, article.cover);
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
            article.bodyHtml = article.body == null ? null : article.body.renderFor(article.id).html();
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

    /** Releases a slug that only the former schedule reserved. */
    void releaseScheduledSlug(Article article, Schedule formerSchedule) {
        if (formerSchedule != null && formerSchedule.slug() != null) {
            releaseSlug(article, formerSchedule.locale(), formerSchedule.slug());
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
