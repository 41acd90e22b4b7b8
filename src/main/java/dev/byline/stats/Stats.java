package dev.byline.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Counters of an article: views, visitors and comments. */
@Schema(name = "ArticleStats")
public record Stats(
        @NotNull @Schema(description = "Number of counted views.", examples = "8") long views,
        @NotNull @Schema(
                description = "Distinct visitors of each day (UTC), added up over all days. This is not the number of "
                        + "people: a visitor who comes on two days counts twice.",
                examples = "7") long visitorDays,
        @NotNull @Schema(description = "Number of approved comments.", examples = "0") int comments) {
    /** Counters of an article for which nothing has been counted. */
    public static final Stats NONE = new Stats(0, 0, 0);
}
