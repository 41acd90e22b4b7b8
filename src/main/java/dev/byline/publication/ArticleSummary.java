package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import jakarta.validation.constraints.NotNull;

/** Summary of a published article, as lists show it. */
@Schema(description = "Summary of a published article, as lists show it.")
public record ArticleSummary(
        @NotNull UUID id,
        @NotNull @Schema(examples = "en") String locale,
        @NotNull @Schema(examples = "what-dojo-computes") String slug,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        @NotNull @Schema(description = "Plain text, not HTML.") String excerpt,
        Cover cover,
        @NotNull List<AuthorRef> authors,
        @NotNull @Schema(
                description = "The categories of the article; "
                        + "the first is the primary category.") List<CategoryRef> categories,
        @NotNull List<TagRef> tags,
        @NotNull boolean pinned,
        @NotNull CommentsPolicy commentsPolicy,
        @NotNull @Schema(description = "Reading time in minutes.", examples = "3") int readingMinutes,
        @NotNull Instant firstPublishedAt,
        @NotNull Instant publishedAt,
        @NotNull @Schema(description = "Time of the last published change.") Instant updatedAt,
        @NotNull Stats stats,
        @Schema(description = "The body of the article; only with `include=body`.") ArticleDetail.PublishedBody body) {

    static ArticleSummary create(PublicationRow row, ArticleRefs articleRefs,
            ArticleDetail.PublishedBody publishedBody) {
        var localized = articleRefs.localized(row.locale());
        return new ArticleSummary(row.articleId(), row.locale(), row.slug(), row.title(), row.excerpt(), row.cover(),
                localized.authors(), localized.categories(), localized.tags(), row.pinned(), row.commentsPolicy(),
                row.readingMinutes(), row.firstPublishedAt(), row.publishedAt(), row.updatedAt(), row.stats(),
                publishedBody);
    }
}
