package dev.byline.delivery;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.comment.PublicComment;
import dev.byline.listing.Neighbors;
import dev.byline.paging.Included;
import dev.byline.paging.Page;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.ArticleSummary;

/** Response with a full published article and the parts that the client requested by {@code include}. */
@Schema(name = "ArticlePage", description = "A full published article, with the parts that were requested by "
        + "`include`.")
public record ArticleResponse(
        @JsonUnwrapped ArticleDetail article,
        @Schema(description = "The locale that the request named; only if the article is in another one.",
                examples = "vi") String requestedLocale,
        @Included @Schema(description = "The most similar articles, most similar first; "
                + "only with `include=related`.") List<ArticleSummary> related,
        @Included @Schema(description = "The articles published right before and right after this article; only with "
                + "`include=neighbors`.") NeighborArticles neighbors,
        @Included @Schema(description = "The first page of comment threads, newest first; "
                + "only with `include=comments`.") Page<PublicComment> comments,
        @Included @Schema(type = SchemaType.OBJECT,
                description = "JSON-LD: a schema.org BlogPosting (of a page: a WebPage), for a `script` element of type "
                        + "`application/ld+json`; only with `include=jsonLd`. In such a response every `<` is written "
                        + "as `\\u003c`, so that its "
                        + "bytes can be inserted into a page unchanged. A client that parses the JSON and serializes "
                        + "it again must escape `<` in the same way.") Map<String, Object> jsonLd) {

    /** The articles published right before and right after an article. */
    @Schema(name = "Neighbors",
            description = "The articles published right before and right after an article; `previous` is absent for "
                    + "the first article, `next` for the last.")
    public record NeighborArticles(ArticleSummary previous, ArticleSummary next) {
        static NeighborArticles of(Neighbors<ArticleSummary> neighbors) {
            return new NeighborArticles(neighbors.previous(), neighbors.next());
        }
    }

    /** Related articles, most similar first. */
    @Schema(name = "RelatedArticles")
    public record RelatedArticles(List<ArticleSummary> items) {}
}
