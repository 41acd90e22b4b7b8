package dev.byline.view;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.Stats;
import jakarta.validation.constraints.NotNull;

/** What is counted of an article, by itself. */
public record ViewCount(
        @NotNull UUID articleId,
        @NotNull @Schema(examples = "8") long views,
        @NotNull @Schema(examples = "0") int comments) {
    static ViewCount of(UUID article, Stats stats) {
        return new ViewCount(article, stats.views(), stats.comments());
    }
}
