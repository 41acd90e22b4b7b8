package dev.byline.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** What is counted of an article. */
public record Stats(
        @NotNull @Schema(description = "Views that were counted.", examples = "8") long views,
        @NotNull @Schema(
                description = "Different visitors of each day (UTC), added up over the days. Not people: who comes on two days counts twice.",
                examples = "7") long visitorDays,
        @NotNull @Schema(description = "Approved comments.", examples = "0") int comments) {
    /** Before anything was counted. */
    public static final Stats NONE = new Stats(0, 0, 0);
}
