package dev.byline.search;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.paging.Page;
import dev.byline.paging.Paged;
import dev.byline.publication.ArticleSummary;
import jakarta.validation.constraints.NotNull;

/** One page of search results. */
@Schema(name = "SearchPage", description = "One page of search results, best first.")
public record SearchPage(
        @NotNull List<SearchHit> items,
        @NotNull Page.PageInfo page,
        @Schema(description = "The corrected query that was searched for instead, if the words as typed had no "
                + "results.",
                examples = "published copy") String correctedQuery,
        @Schema(description = "Number of the best " + ArticleSearch.MAX_HITS + " hits by value, for the "
                + ArticleSearch.MAX_FACET_VALUES
                + " most frequent values of each facet; only with `facets`.") Map<String, List<SearchBucket>> facets)
        implements
            Paged {

    /** An article that matches the query, with highlights. */
    @Schema(name = "SearchHit", description = "An article that matches the query, with highlights.")
    public record SearchHit(@JsonUnwrapped ArticleSummary article, @NotNull SearchHighlights highlights) {}

    /** Matches of the query in the title and text of an article. */
    @Schema(name = "SearchHighlights",
            description = "Matches of the query in an article, as HTML that is safe to insert into a page: everything "
                    + "is escaped except `<mark>`.")
    public record SearchHighlights(
            @NotNull @Schema(examples = "Two <mark>copies</mark> of every article") String title,
            @NotNull @Schema(
                    description = "Up to " + Highlighter.MAX_FRAGMENTS
                            + " fragments of the text that contain matches.") List<String> text) {}

    /** A value of a facet with the number of hits that have it. */
    @Schema(name = "SearchBucket", description = "A value of a facet with the number of hits that have it; a year has "
            + "a `name`, but no `id` and `slug`.")
    public record SearchBucket(UUID id, String slug, @NotNull String name, @NotNull long articles) {}

    /** Articles whose titles complete the text that a reader has typed. */
    @Schema(name = "Suggestions")
    public record Suggestions(@NotNull List<Suggestion> items) {}

    /** An article whose title has a word that begins with the last typed word. */
    @Schema(name = "Suggestion")
    public record Suggestion(@NotNull UUID id, @NotNull String locale, @NotNull String slug, @NotNull String title) {}
}
