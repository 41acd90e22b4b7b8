package dev.byline.view;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What is counted of several articles. */
public record ViewCounts(
        @NotNull @Schema(
                description = "In the order of the request; what names no live article is left out.") List<ViewCountsItem> items,
        @NotNull @Schema(description = "When this was so.") Instant asOf) {

    /**
     * One of them.
     *
     * @param article
     *            as the request named it
     */
    @Schema(name = "ViewCountsItem")
    public record ViewCountsItem(
            @NotNull @Schema(description = "As the request names it: an id or a slug.",
                    examples = "two-copies-of-every-article") String article,
            @NotNull UUID articleId,
            @NotNull @Schema(examples = "8") long views,
            @NotNull @Schema(examples = "7") long visitorDays,
            @NotNull @Schema(examples = "0") int comments) {}
}
