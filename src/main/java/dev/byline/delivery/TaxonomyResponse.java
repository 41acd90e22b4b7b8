package dev.byline.delivery;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.paging.Page;
import dev.byline.publication.ArticleSummary;

/** Responses with a category, a tag or an author and, if the client requests it, the first page of its articles. */
final class TaxonomyResponse {
    private static final String ARTICLES_DESCRIPTION = "The first page of the articles; only with `include=articles`.";

    private TaxonomyResponse() {
    }

    /** A category with its articles. */
    @Schema(name = "CategoryPage", description = "A category, with the first page of its articles and of those in the "
            + "categories below it if the request has `include=articles`.")
    public record CategoryPage(
            @JsonUnwrapped PublicTaxonomy.Category category,
            @Schema(description = ARTICLES_DESCRIPTION) Page<ArticleSummary> articles) {}

    /** A tag with its articles. */
    @Schema(name = "TagPage",
            description = "A tag, with the first page of its articles if the request has `include=articles`.")
    public record TagPage(
            @JsonUnwrapped PublicTaxonomy.Tag tag,
            @Schema(description = ARTICLES_DESCRIPTION) Page<ArticleSummary> articles) {}

    /** An author with the articles of the author. */
    @Schema(name = "AuthorPage",
            description = "An author, with the first page of the author's articles if the request has "
                    + "`include=articles`.")
    public record AuthorPage(
            @JsonUnwrapped PublicTaxonomy.Author author,
            @Schema(description = ARTICLES_DESCRIPTION) Page<ArticleSummary> articles) {}
}
