package dev.byline.delivery;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorDetail;
import dev.byline.category.CategoryDetail;
import dev.byline.tag.TagRef;
import jakarta.validation.constraints.NotNull;

/** Categories, tags and authors as everyone sees them, with how many published articles each has. */
final class PublicTaxonomy {
    private PublicTaxonomy() {
    }

    /** A category. */
    @Schema(name = "Category")
    public record Category(
            @NotNull UUID id,
            @NotNull @Schema(examples = "ai-technology") String slug,
            @NotNull @Schema(examples = "AI Technology") String name,
            String description,
            @NotNull @Schema(description = "Published articles filed under it.",
                    examples = "4") long publishedArticles) {
        static Category of(CategoryDetail c, Long count) {
            return new Category(c.id(), c.slug(), c.name(), c.description(), count == null ? 0 : count);
        }
    }

    /** A tag. */
    @Schema(name = "Tag")
    public record Tag(
            @NotNull UUID id,
            @NotNull @Schema(examples = "electric-cars") String slug,
            @NotNull @Schema(examples = "Electric cars") String name,
            @NotNull @Schema(description = "Published articles that carry it.",
                    examples = "4") long publishedArticles) {
        static Tag of(TagRef t, Long count) {
            return new Tag(t.id(), t.slug(), t.name(), count == null ? 0 : count);
        }
    }

    /** An author. */
    @Schema(name = "Author")
    public record Author(
            @NotNull UUID id,
            @NotNull @Schema(examples = "linh-tran") String slug,
            @NotNull @Schema(examples = "Linh Tran") String name,
            String bio,
            String avatarUrl,
            @NotNull @Schema(description = "Published articles signed by this author.",
                    examples = "4") long publishedArticles) {
        static Author of(AuthorDetail a, Long count) {
            return new Author(a.id(), a.slug(), a.name(), a.bio(), a.avatarUrl(), count == null ? 0 : count);
        }
    }
}
