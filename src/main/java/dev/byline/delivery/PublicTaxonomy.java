package dev.byline.delivery;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorDetail;
import dev.byline.category.CategoryDetail;
import dev.byline.category.CategoryRef;
import dev.byline.media.ReferencedMedia;
import dev.byline.publication.CoverDetail;
import dev.byline.site.LocalizedNames;
import dev.byline.tag.TagRef;
import jakarta.validation.constraints.NotNull;

/** Categories, tags and authors in the public API, each with its number of published articles. */
public final class PublicTaxonomy {
    private PublicTaxonomy() {
    }

    /** A category in the public API. */
    @Schema(name = "Category")
    public static final class Category {
        @NotNull
        public final UUID id;
        @NotNull
        @Schema(examples = "ai-technology")
        public final String slug;
        @NotNull
        @Schema(examples = "AI Technology")
        public final String name;
        public final String description;
        @Schema(description = "The parent category; absent at the top level.")
        public final CategoryRef parent;
        @NotNull
        @Schema(description = "Position among the categories with the same parent, from 0.", examples = "0")
        public final int position;
        @NotNull
        @Schema(description = "Level in the tree of categories; the top level is 1.", examples = "1")
        public final int level;
        @NotNull
        @Schema(description = "Number of published articles in this category.", examples = "4")
        public final long publishedArticles;
        @NotNull
        @Schema(description = "Number of published articles in this category or in a category below it, "
                + "each article counted once.", examples = "9")
        public final long publishedArticlesInTree;

        Category(CategoryDetail c, String locale, Long count, Long inTree) {
            id = c.id;
            slug = c.slug;
            name = LocalizedNames.nameIn(c.names, locale, c.name);
            description = c.description;
            parent = c.parent == null ? null : c.parent.inLocale(locale);
            position = c.position;
            level = c.level;
            publishedArticles = count == null ? 0 : count;
            publishedArticlesInTree = inTree == null ? 0 : inTree;
        }
    }

    /** A tag in the public API. */
    @Schema(name = "Tag")
    public record Tag(
            @NotNull UUID id,
            @NotNull @Schema(examples = "electric-cars") String slug,
            @NotNull @Schema(examples = "Electric cars") String name,
            @NotNull @Schema(description = "Number of published articles with this tag.",
                    examples = "4") long publishedArticles) {
        static Tag of(TagRef t, String locale, Long count) {
            return new Tag(t.id(), t.slug(), t.inLocale(locale).name(), count == null ? 0 : count);
        }
    }

    /** An author in the public API. */
    @Schema(name = "Author")
    public record Author(
            @NotNull UUID id,
            @NotNull @Schema(examples = "linh-tran") String slug,
            @NotNull @Schema(examples = "Linh Tran") String name,
            String bio,
            String avatarUrl,
            @Schema(description = CoverDetail.AVATAR_SRCSET, examples = CoverDetail.SRCSET_EXAMPLE) String avatarSrcset,
            @NotNull @Schema(description = "Number of published articles by this author.",
                    examples = "4") long publishedArticles) {
        static Author of(AuthorDetail a, String locale, Long count, ReferencedMedia media) {
            return new Author(a.id, a.slug, LocalizedNames.nameIn(a.names, locale, a.name), a.bio,
                    media.url(a.avatarUrl), media.srcset(a.avatarUrl), count == null ? 0 : count);
        }
    }
}
