package dev.byline.author;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** An author as the admin API shows it. */
public record AuthorDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "linh-tran") String slug,
        @NotNull @Schema(examples = "Linh Tran") String name,
        @NotNull @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale.") Map<String, String> names,
        String bio,
        String avatarUrl,
        @NotNull Instant createdAt) implements Versioned {

    static AuthorDetail of(Author author) {
        return new AuthorDetail(author.id, author.version, author.slug, author.name, author.names, author.bio,
                author.avatarUrl,
                author.createdAt);
    }
}
