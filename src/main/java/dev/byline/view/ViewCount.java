package dev.byline.view;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.Stats;
import jakarta.validation.constraints.NotNull;

/** The counters of one article. */
public record ViewCount(
        @NotNull UUID articleId,
        @NotNull @Schema(
                description = "The counted views, at most one per visitor within the view window "
                        + "(" + ViewSettings.DEFAULT_WINDOW_MINUTES
                        + " minutes by default), and the views that staff added.",
                examples = "8") long views,
        @NotNull @Schema(
                description = "The number of different visitors of each day (UTC), summed over the days. "
                        + "This is not the number of people: a visitor who comes on two days counts twice.",
                examples = "7") long visitorDays,
        @NotNull @Schema(description = "Approved comments.", examples = "0") int comments,
        @NotNull @Schema(description = "The time at which the counters were read.") Instant asOf) {
    static ViewCount of(UUID article, Stats stats, Instant asOf) {
        return new ViewCount(article, stats.views(), stats.visitorDays(), stats.comments(), asOf);
    }
}
