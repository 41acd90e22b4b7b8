package dev.byline.author;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.http.Versioned;

/** An author as staff see it. */
public record AuthorDetail(UUID id,
        @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @Schema(examples = "linh-tran") String slug, @Schema(examples = "Linh Tran") String name,
        String bio, String avatarUrl, Instant createdAt) implements Versioned {

    static AuthorDetail of(Author author) {
        return new AuthorDetail(author.id, author.version, author.slug, author.name, author.bio, author.avatarUrl,
                author.createdAt);
    }
}
