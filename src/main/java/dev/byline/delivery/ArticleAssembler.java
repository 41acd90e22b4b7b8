package dev.byline.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.comment.PublicCommentService;
import dev.byline.delivery.ArticleResponse.NeighborArticles;
import dev.byline.listing.ArticleLists;
import dev.byline.listing.Neighbors;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Assembles the response for the page of an article: the article with related data, in one call. */
@ApplicationScoped
class ArticleAssembler {
    static final List<String> INCLUDES = List.of("related", "neighbors", "comments", "translations", "jsonLd");
    static final int DEFAULT_RELATED_SIZE = 5;

    private final PublicationService publications;
    private final ArticleLists lists;
    private final PublicCommentService comments;
    private final SiteService site;

    ArticleAssembler(PublicationService publications, ArticleLists lists, PublicCommentService comments,
            SiteService site) {
        this.publications = publications;
        this.lists = lists;
        this.comments = comments;
        this.site = site;
    }

    /**
     * Adds the requested parts to the article; the article always contains its translations.
     *
     * @param requestedLocale
     *            the locale that the request named, or null
     */
    ArticleResponse assemble(ArticleDetail article, String requestedLocale, Set<String> includes) {
        var related = includes.contains("related")
                ? lists.related(article.id, article.locale, DEFAULT_RELATED_SIZE)
                : List.<UUID>of();
        var neighbors = includes.contains("neighbors")
                ? neighbors(article.kind, article.id, article.locale, article.publishedAt, null)
                : new Neighbors<UUID>(null, null);
        var summariesById = summaries(related, neighbors);
        return new ArticleResponse(article, article.locale.equals(requestedLocale) ? null : requestedLocale,
                includes.contains("related")
                        ? related.stream().map(summariesById::get).filter(Objects::nonNull).toList()
                        : null,
                includes.contains("neighbors") ? NeighborArticles.of(neighbors.map(summariesById::get)) : null,
                includes.contains("comments") ? comments.listNewestThreads(article.id) : null,
                includes.contains("jsonLd") ? ArticleJsonLd.create(article, site.readPublic()) : null);
    }

    /** Finds the articles that are most similar to an article, in the locale of that article. */
    ArticleResponse.RelatedArticles related(String reference, String locale, int limit) {
        var article = publications.find(reference, locale);
        return new ArticleResponse.RelatedArticles(
                publications.summaries(lists.related(article.articleId(), article.locale(), limit)));
    }

    /**
     * Finds the articles published right before and right after an article, in its locale and optionally a category.
     */
    NeighborArticles neighbors(String reference, String locale, String category) {
        var article = publications.find(reference, locale);
        var neighbors = neighbors(article.kind(), article.articleId(), article.locale(), article.publishedAt(),
                category);
        return NeighborArticles.of(neighbors.map(summaries(List.of(), neighbors)::get));
    }

    /** Finds the articles around an article; a page is in no order of time, and has none. */
    private Neighbors<UUID> neighbors(ArticleKind kind, UUID article, String locale, Instant publishedAt,
            String category) {
        return kind == ArticleKind.page
                ? new Neighbors<>(null, null)
                : lists.neighbors(article, locale, publishedAt, category);
    }

    private Map<UUID, ArticleSummary> summaries(List<UUID> related, Neighbors<UUID> neighbors) {
        var ids = Stream.concat(related.stream(), Stream.of(neighbors.previous(), neighbors.next())
                .filter(Objects::nonNull)).distinct().toList();
        return ids.isEmpty()
                ? Map.of()
                : publications.summaries(ids).stream()
                        .collect(Collectors.toMap(summary -> summary.id, Function.identity()));
    }
}
