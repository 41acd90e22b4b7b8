package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.ArticleCounters;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** What staff may set of an article's counters. */
@Schema(description = "What staff may set of the counters of an article.", examples = "{\"views\": 8}")
public record ViewInput(@NotNull @Min(0) @Max(ArticleCounters.MAX_COUNT) @Schema(examples = "8") Long views) {

    /** What staff may add. */
    @Schema(name = "ViewsToAdd", description = "Views that were counted elsewhere.", examples = "{\"views\": 8}")
    public record ViewsToAdd(@NotNull @Min(1) @Max(ArticleCounters.MAX_COUNT) @Schema(examples = "8") Long views) {}

    /** What a reader's call carries. */
    @Schema(name = "View", description = "One view; `{}` is all it takes.", examples = "{}")
    public record ViewRequest(
            @Schema(description = "Where the reader came from. Read, and not kept.") String referrer) {}
}
