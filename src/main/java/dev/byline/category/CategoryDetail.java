package dev.byline.category;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A category as the admin API shows it. */
public final class CategoryDetail implements Versioned {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(examples = "ai-technology")
    public final String slug;
    @NotNull
    @Schema(examples = "AI Technology")
    public final String name;
    @NotNull
    @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
            description = "The names in other locales, by locale.")
    public final Map<String, String> names;
    public final String description;
    @Schema(description = "The parent category; absent at the top.")
    public final CategoryRef parent;
    @NotNull
    @Schema(description = "The position among the siblings, from 0.", examples = "0")
    public final int position;
    @NotNull
    @Schema(description = "The level in the tree: 1 at the top, at most " + CategoryTree.MAX_LEVELS + ".",
            examples = "1")
    public final int level;
    @NotNull
    public final Instant createdAt;

    CategoryDetail(Category category, CategoryRef parent) {
        id = category.id;
        version = category.version;
        slug = category.slug;
        name = category.name;
        names = category.names;
        description = category.description;
        this.parent = parent;
        position = category.position;
        level = category.level();
        createdAt = category.createdAt;
    }

    @Override
    public int version() {
        return version;
    }
}
