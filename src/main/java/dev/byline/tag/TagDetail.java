package dev.byline.tag;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A tag as the admin API shows it. */
public record TagDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "electric-cars") String slug,
        @NotNull @Schema(examples = "Electric cars") String name,
        @NotNull @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale.") Map<String, String> names,
        @NotNull Instant createdAt) implements Versioned {

    static TagDetail of(Tag tag) {
        return new TagDetail(tag.id, tag.version, tag.slug, tag.name, tag.names, tag.createdAt);
    }
}
