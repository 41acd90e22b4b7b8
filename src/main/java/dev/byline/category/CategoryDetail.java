package dev.byline.category;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.http.Versioned;

/** A category as staff see it. */
public record CategoryDetail(UUID id,
        @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @Schema(examples = "ai-technology") String slug, @Schema(examples = "AI Technology") String name,
        String description, Instant createdAt) implements Versioned {

    static CategoryDetail of(Category category) {
        return new CategoryDetail(category.id, category.version, category.slug, category.name, category.description,
                category.createdAt);
    }
}
