package dev.byline.delivery;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.comment.PublicComment;
import dev.byline.paging.Page;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.Neighbors;

/** A published article with whatever its page shows beside it. */
@Schema(name = "ArticlePage", description = "A published article, whole, with what was asked for by `include`.")
public record ArticleResponse(
        @JsonUnwrapped ArticleDetail article,
        @Schema(description = "The likest articles, the likest first; with `include=related`.") List<ArticleSummary> related,
        @Schema(description = "With `include=neighbors`.") NeighborArticles neighbors,
        @Schema(description = "The first page of threads, newest first; with `include=comments`.") Page<PublicComment> comments,
        @Schema(type = SchemaType.OBJECT,
                description = "A schema.org BlogPosting, for `<script type=\"application/ld+json\">`; with `include=jsonLd`, where every `<` of the answer is written `\\u003c`, so that its bytes can stand in a page as they are. Whoever parses it and writes it again must do the same.") Map<String, Object> jsonLd) {

    /** The articles that were published right before and after one. */
    @Schema(name = "Neighbors",
            description = "The articles published right before and right after; absent at the ends.")
    public record NeighborArticles(ArticleSummary previous, ArticleSummary next) {
        static NeighborArticles of(Neighbors<ArticleSummary> neighbors) {
            return new NeighborArticles(neighbors.previous(), neighbors.next());
        }
    }

    /** Related articles, the likest first. */
    @Schema(name = "RelatedArticles")
    public record RelatedArticles(List<ArticleSummary> items) {}
}
