package dev.byline.view;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.Stats;
import jakarta.validation.constraints.NotNull;

/** What is counted of an article, by itself. */
public record ViewCount(
        @NotNull UUID articleId,
        @NotNull @Schema(
                description = "Accepted calls for the article, each visitor's at most once within the view window (30 minutes, if not configured otherwise), and what staff added.",
                examples = "8") long views,
        @NotNull @Schema(
                description = "Different visitors of each day (UTC), added up over the days. Not people: who comes on two days counts twice.",
                examples = "7") long visitorDays,
        @NotNull @Schema(description = "Approved comments.", examples = "0") int comments,
        @NotNull @Schema(description = "When this was so.") Instant asOf) {
    static ViewCount of(UUID article, Stats stats, Instant asOf) {
        return new ViewCount(article, stats.views(), stats.visitorDays(), stats.comments(), asOf);
    }
}
