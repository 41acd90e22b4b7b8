package dev.byline.view;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** The counters of several articles. */
public record ViewCounts(
        @NotNull @Schema(
                description = "The counters in the order of the request, without names that match no published "
                        + "article.") List<ViewCountsItem> items,
        @NotNull @Schema(description = "The time at which the counters were read.") Instant asOf) {

    /**
     * The counters of one article.
     *
     * @param article
     *            the id or slug by which the request names the article
     */
    @Schema(name = "ViewCountsItem")
    public record ViewCountsItem(
            @NotNull @Schema(description = "The id or slug by which the request names the article.",
                    examples = "two-copies-of-every-article") String article,
            @NotNull UUID articleId,
            @NotNull @Schema(examples = "8") long views,
            @NotNull @Schema(examples = "7") long visitorDays,
            @NotNull @Schema(examples = "0") int comments) {}
}
