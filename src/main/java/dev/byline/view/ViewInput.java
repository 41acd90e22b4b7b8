package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.ArticleCounters;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** The number of views that staff set for an article. */
@Schema(description = "The number of views to set for an article.", examples = "{\"views\": 8}")
public record ViewInput(@NotNull @Min(0) @Max(ArticleCounters.MAX_COUNT) @Schema(examples = "8") Long views) {

    /** The number of views that staff add to an article. */
    @Schema(name = "ViewsToAdd", description = "The number of views to add, which were counted elsewhere.",
            examples = "{\"views\": 8}")
    public record ViewsToAdd(@NotNull @Min(1) @Max(ArticleCounters.MAX_COUNT) @Schema(examples = "8") Long views) {}

    /** The body of a view call by a reader. */
    @Schema(name = "NewView", description = "One view. `{}` is enough.", examples = "{}")
    public record ViewRequest(
            @Schema(description = "The URL that the reader came from. It is not stored.") String referrer) {}
}
