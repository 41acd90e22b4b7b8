package dev.byline.category;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A category as the admin API shows it. */
public record CategoryDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "ai-technology") String slug,
        @NotNull @Schema(examples = "AI Technology") String name,
        @NotNull @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale.") Map<String, String> names,
        String description,
        @Schema(description = "The parent category; absent at the top.") CategoryRef parent,
        @NotNull @Schema(description = "The position among the siblings, from 0.",
                examples = "0") int position,
        @NotNull @Schema(description = "The level in the tree: 1 at the top, at most 10.", examples = "1") int level,
        @NotNull Instant createdAt) implements Versioned {

    static CategoryDetail of(Category category, CategoryRef parent) {
        return new CategoryDetail(category.id, category.version, category.slug, category.name, category.names,
                category.description,
                parent, category.position, category.level(), category.createdAt);
    }
}
