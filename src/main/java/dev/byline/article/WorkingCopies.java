package dev.byline.article;

import java.util.UUID;

import dev.byline.database.Locks;
import dev.byline.http.Versions;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.stats.Counters;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds working copies and shows them with everything that belongs to them. */
@ApplicationScoped
class WorkingCopies {
    private final ArticleRepository articles;
    private final ArticleIdentities identities;
    private final ArticleLinks links;
    private final PublicationService publications;
    private final Counters counters;
    private final Locks locks;

    WorkingCopies(ArticleRepository articles, ArticleIdentities identities, ArticleLinks links,
            PublicationService publications, Counters counters, Locks locks) {
        this.articles = articles;
        this.identities = identities;
        this.links = links;
        this.publications = publications;
        this.counters = counters;
        this.locks = locks;
    }

    /** By id or slug; 404 if there is none. */
    Article find(String reference, String locale) {
        return articles.findByIdOptional(id(reference, locale))
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /**
     * By id or slug, locked until the end of the transaction, together with what it refers to. 404 if there is none, 428
     * and 412 for a version that is missing or not current.
     */
    Article lock(String reference, String ifMatch) {
        locks.shared(Locks.REFERENCES);
        var article = articles.lock(id(reference, null));
        if (article == null) {
            throw ProblemException.notFound("article", reference);
        }
        Versions.require(ifMatch, article.version);
        return article;
    }

    WorkingCopy show(Article article) {
        var live = publications.dates(article.id)
                .map(d -> new WorkingCopy.Live(article.publishedContentVersion, d.slug(), d.firstPublishedAt(),
                        d.publishedAt(), d.updatedAt()));
        return WorkingCopy.of(article, links.refs(article), live.orElse(null), articles.translations(article.id),
                counters.of(article.id));
    }

    private UUID id(String reference, String locale) {
        return identities.find(reference, locale).orElseThrow(() -> ProblemException.notFound("article", reference));
    }
}
