package dev.byline.article;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import dev.byline.database.Locks;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationService;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import dev.byline.stats.ArticleCounters;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds and locks the working copies that the caller may see, and adds references, dates and counters for the response.
 */
@ApplicationScoped
class WorkingCopyAccess {
    private static final UUID NO_ACCOUNT = new UUID(0, 0);

    private final ArticleRepository articles;
    private final ArticleIdentities identities;
    private final ArticleReferences references;
    private final PublicationService publications;
    private final ArticleCounters articleCounters;
    private final Locks locks;
    private final Caller caller;

    WorkingCopyAccess(ArticleRepository articles, ArticleIdentities identities, ArticleReferences references,
            PublicationService publications, ArticleCounters articleCounters, Locks locks, Caller caller) {
        this.articles = articles;
        this.identities = identities;
        this.references = references;
        this.publications = publications;
        this.articleCounters = articleCounters;
        this.locks = locks;
        this.caller = caller;
    }

    /** Finds a working copy by id or slug; 404 if there is none that the caller may see. */
    Article find(String reference, String locale) {
        return articles.findByIdOptional(resolveId(reference, locale)).filter(this::isVisible)
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /**
     * Finds a working copy by id or slug and locks its row, and shares the lock of references, until the end of the
     * transaction. 404 if there is none that the caller may see, 428 if the version is missing, 412 if it is not
     * current.
     */
    Article lock(String reference, String ifMatch) {
        locks.shared(Locks.REFERENCES);
        var article = articles.lock(resolveId(reference, null));
        if (article == null || !isVisible(article)) {
            throw ProblemException.notFound("article", reference);
        }
        VersionPrecondition.require(ifMatch, article.version);
        return article;
    }

    /**
     * Finds the account whose articles are the only ones that the caller may see; empty if the caller may see all
     * articles.
     */
    Optional<UUID> visibleCreator() {
        return caller.seesOnlyOwnArticles() ? caller.account().or(() -> Optional.of(NO_ACCOUNT)) : Optional.empty();
    }

    /** Creates an article of the caller, without content. */
    Article newArticle(UUID id, Instant now) {
        var article = new Article();
        article.id = id;
        article.createdAt = now;
        article.createdBy = caller.account().orElse(null);
        return article;
    }

    /**
     * Throws a 403 if a staff account without the publish scope takes a slug over. Taking a slug over changes the
     * article that readers find under the slug.
     */
    void requireMayTakeOverSlug(boolean takeOver) {
        if (takeOver && caller.isStaff() && !caller.hasScope(Scope.ARTICLES_PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN,
                    "Taking over a slug needs the scope '" + Scope.ARTICLES_PUBLISH + "'. Leave takeOverSlug out.");
        }
    }

    private boolean isVisible(Article article) {
        return visibleCreator().map(owner -> owner.equals(article.createdBy)).orElse(true);
    }

    /** Builds the full working copy for a response. */
    WorkingCopy toWorkingCopy(Article article) {
        return toWorkingCopy(article, null);
    }

    /** Builds the full working copy for the response to a request that cancelled a schedule, or null. */
    WorkingCopy toWorkingCopy(Article article, Schedule cancelled) {
        var live = publications.dates(article.id)
                .map(d -> new WorkingCopy.LiveCopy(article.publishedContentVersion, d.slug(), d.firstPublishedAt(),
                        d.publishedAt(), d.updatedAt()));
        return new WorkingCopy(article, cancelled, references.loadNamed(article), live.orElse(null),
                articles.findTranslations(article.id),
                articleCounters.statsOf(article.id));
    }

    private UUID resolveId(String reference, String locale) {
        return identities.findId(reference, locale).orElseThrow(() -> ProblemException.notFound("article", reference));
    }
}
