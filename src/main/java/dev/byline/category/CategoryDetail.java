package dev.byline.category;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.http.Versioned;
import jakarta.validation.constraints.NotNull;

/** A category as staff see it. */
public record CategoryDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "ai-technology") String slug,
        @NotNull @Schema(examples = "AI Technology") String name,
        String description,
        @NotNull Instant createdAt) implements Versioned {

    static CategoryDetail of(Category category) {
        return new CategoryDetail(category.id, category.version, category.slug, category.name, category.description,
                category.createdAt);
    }
}
