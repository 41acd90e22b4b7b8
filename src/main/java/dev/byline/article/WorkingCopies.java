package dev.byline.article;

import java.util.UUID;

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

    WorkingCopies(ArticleRepository articles, ArticleIdentities identities, ArticleLinks links,
            PublicationService publications, Counters counters) {
        this.articles = articles;
        this.identities = identities;
        this.links = links;
        this.publications = publications;
        this.counters = counters;
    }

    /** By id or slug; 404 if there is none. */
    Article find(String reference, String locale) {
        return articles.findByIdOptional(id(reference, locale))
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /** By id or slug, locked until the end of the transaction; 404 if there is none. */
    Article lock(String reference) {
        var article = articles.lock(id(reference, null));
        if (article == null) {
            throw ProblemException.notFound("article", reference);
        }
        return article;
    }

    WorkingCopy show(Article article) {
        var live = publications.dates(article.id)
                .map(d -> new WorkingCopy.Live(d.slug(), d.firstPublishedAt(), d.publishedAt(), d.updatedAt()));
        return WorkingCopy.of(article, links.refs(article), live.orElse(null), counters.of(article.id));
    }

    private UUID id(String reference, String locale) {
        return identities.find(reference, locale).orElseThrow(() -> ProblemException.notFound("article", reference));
    }
}
