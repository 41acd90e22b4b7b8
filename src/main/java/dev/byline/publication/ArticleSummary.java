package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;

/** A published article as lists show it. */
@Schema(description = "A published article as lists show it.")
public record ArticleSummary(UUID id, @Schema(examples = "en") String locale,
        @Schema(examples = "what-dojo-computes") String slug, @Schema(examples = "What Dojo computes") String title,
        String excerpt, Cover cover, List<AuthorRef> authors,
        @Schema(description = "The first is the primary one.") List<CategoryRef> categories, List<TagRef> tags,
        boolean pinned, CommentsPolicy commentsPolicy,
        @Schema(description = "Minutes to read it.", examples = "3") int readingMinutes, Instant firstPublishedAt,
        Instant publishedAt, @Schema(description = "The last published change.") Instant updatedAt, Stats stats) {

    static ArticleSummary of(PublicationRow row, Links links, Stats stats) {
        return new ArticleSummary(row.articleId(), row.locale(), row.slug(), row.title(), row.excerpt(), row.cover(),
                links.authors(), links.categories(), links.tags(), row.pinned(), row.commentsPolicy(),
                row.readingMinutes(), row.firstPublishedAt(), row.publishedAt(), row.updatedAt(), stats);
    }

    /** What an article refers to. */
    record Links(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {}
}
