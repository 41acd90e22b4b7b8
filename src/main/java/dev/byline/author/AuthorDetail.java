package dev.byline.author;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.PublicUrl;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** An author as the admin API shows it. */
public final class AuthorDetail implements Versioned {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(examples = "linh-tran")
    public final String slug;
    @NotNull
    @Schema(examples = "Linh Tran")
    public final String name;
    @NotNull
    @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
            description = "The names in other locales, by locale.")
    public final Map<String, String> names;
    public final String bio;
    public final String avatarUrl;
    @NotNull
    public final Instant createdAt;

    AuthorDetail(Author author, PublicUrl publicUrl) {
        id = author.id;
        version = author.version;
        slug = author.slug;
        name = author.name;
        names = author.names;
        bio = author.bio;
        avatarUrl = publicUrl.ofMedium(author.avatarUrl);
        createdAt = author.createdAt;
    }

    @Override
    public int version() {
        return version;
    }
}
