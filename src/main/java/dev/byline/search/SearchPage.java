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

/** One page of what was found. */
@Schema(name = "SearchPage", description = "One page of what was found, the best first.")
public record SearchPage(
        @NotNull List<SearchHit> items,
        @NotNull Page.PageInfo page,
        @Schema(description = "What was looked for instead, where nothing was found for the words as they were typed.",
                examples = "published copy") String correctedQuery,
        @Schema(description = "How many of the best 1,000 hits have each value, the most frequent 20 of each; with `facets`.") Map<String, List<SearchBucket>> facets)
        implements
            Paged {

    /** An article that was found. */
    @Schema(name = "SearchHit", description = "An article that was found.")
    public record SearchHit(@JsonUnwrapped ArticleSummary article, @NotNull SearchHighlights highlights) {}

    /** Where the words are. */
    @Schema(name = "SearchHighlights",
            description = "Where the words are: HTML that is safe to put into a page, everything escaped but `<mark>`.")
    public record SearchHighlights(
            @NotNull @Schema(examples = "Two <mark>copies</mark> of every article") String title,
            @NotNull @Schema(description = "Up to three pieces of the text.") List<String> text) {}

    /** A value of a facet. */
    @Schema(name = "SearchBucket", description = "A value of a facet; a year has nothing but its name.")
    public record SearchBucket(UUID id, String slug, @NotNull String name, @NotNull long articles) {}

    /** Titles that go on as somebody types. */
    @Schema(name = "Suggestions")
    public record Suggestions(@NotNull List<Suggestion> items) {}

    /** An article whose title has a word that begins like the last one typed. */
    @Schema(name = "Suggestion")
    public record Suggestion(@NotNull UUID id, @NotNull String locale, @NotNull String slug, @NotNull String title) {}
}
