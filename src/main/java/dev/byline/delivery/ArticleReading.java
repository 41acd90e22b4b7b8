package dev.byline.delivery;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.comment.CommentService;
import dev.byline.delivery.WholeArticle.NeighborArticles;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.Neighbors;
import dev.byline.publication.PublicationService;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** The page of an article in one call. */
@ApplicationScoped
class ArticleReading {
    static final List<String> PARTS = List.of("related", "neighbors", "comments", "translations", "jsonLd");
    static final int RELATED = 5;

    private final PublicationService publications;
    private final CommentService comments;
    private final SiteService site;

    ArticleReading(PublicationService publications, CommentService comments, SiteService site) {
        this.publications = publications;
        this.comments = comments;
        this.site = site;
    }

    /** The article with the parts that were asked for; its translations are part of it anyway. */
    WholeArticle compose(ArticleDetail article, Set<String> parts) {
        var related = parts.contains("related")
                ? publications.related(article.id(), article.locale(), RELATED)
                : List.<UUID>of();
        var neighbors = parts.contains("neighbors")
                ? publications.neighbors(article.id(), article.locale(), article.publishedAt(), null)
                : new Neighbors<UUID>(null, null);
        var beside = summaries(related, neighbors);
        return new WholeArticle(article,
                parts.contains("related") ? related.stream().map(beside::get).filter(Objects::nonNull).toList() : null,
                parts.contains("neighbors") ? NeighborArticles.of(neighbors.map(beside::get)) : null,
                parts.contains("comments") ? comments.newestThreads(article.id()) : null,
                parts.contains("jsonLd") ? BlogPosting.of(article, site.readPublic()) : null);
    }

    /** The likest articles of the locale that an article is found in. */
    WholeArticle.Related related(String reference, String locale, int most) {
        var article = publications.find(reference, locale);
        return new WholeArticle.Related(
                publications.summaries(publications.related(article.articleId(), article.locale(), most)));
    }

    NeighborArticles neighbors(String reference, String locale, String category) {
        var article = publications.find(reference, locale);
        var neighbors = publications.neighbors(article.articleId(), article.locale(), article.publishedAt(), category);
        return NeighborArticles.of(neighbors.map(summaries(List.of(), neighbors)::get));
    }

    private Map<UUID, ArticleSummary> summaries(List<UUID> related, Neighbors<UUID> neighbors) {
        var ids = Stream.concat(related.stream(), Stream.of(neighbors.previous(), neighbors.next())
                .filter(Objects::nonNull)).distinct().toList();
        return ids.isEmpty()
                ? Map.of()
                : publications.summaries(ids).stream()
                        .collect(Collectors.toMap(ArticleSummary::id, Function.identity()));
    }
}
