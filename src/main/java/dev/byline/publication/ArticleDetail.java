package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.text.RenderedBody;
import jakarta.validation.constraints.NotNull;

/** A published article with its body and all other fields. */
@Schema(name = "Article", description = "A published article with its body and all other fields.")
public record ArticleDetail(
        @NotNull UUID id,
        @NotNull @Schema(examples = "en") String locale,
        @NotNull @Schema(examples = "what-dojo-computes") String slug,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        @NotNull @Schema(description = "Plain text, not HTML.") String excerpt,
        @NotNull PublishedBody body,
        Cover cover,
        @NotNull List<AuthorRef> authors,
        @NotNull @Schema(
                description = "The categories of the article; "
                        + "the first is the primary category.") List<CategoryRef> categories,
        @NotNull List<TagRef> tags,
        @NotNull boolean pinned,
        Seo seo,
        @NotNull CommentsPolicy commentsPolicy,
        @Schema(description = "The site's own data about the article, "
                + "as saved with the article.") Map<String, Object> metadata,
        @NotNull @Schema(description = "Reading time in minutes.", examples = "3") int readingMinutes,
        @NotNull Instant firstPublishedAt,
        @NotNull Instant publishedAt,
        @NotNull @Schema(description = "Time of the last published change.") Instant updatedAt,
        @NotNull @Schema(
                description = "The published translations of the article "
                        + "into other locales.") List<PublishedTranslation> translations,
        @NotNull Stats stats) {

    /** The body of a published article, as the public API returns it. */
    @Schema(name = "PublishedBody", description = "The body of a published article, ready to be inserted into a page.")
    public record PublishedBody(
            @NotNull @Schema(description = "Sanitized HTML.", examples = "<p>Dojo trains networks.</p>") String html,
            @NotNull @Schema(
                    description = "The headings of the body in document order, each with the id that links refer to "
                            + "(`#id`).") List<RenderedBody.Heading> contents) {}

    /** A published translation of the article into another locale. */
    @Schema(name = "Translation")
    public record PublishedTranslation(
            @NotNull @Schema(examples = "vi") String locale,
            @NotNull @Schema(examples = "dojo-tinh-gi") String slug,
            @NotNull @Schema(examples = "Dojo tính gì") String title) {}

    static ArticleDetail create(ArticleSummary summary, PublishedBody publishedBody, Seo seo,
            Map<String, Object> metadata,
            List<PublishedTranslation> translations) {
        return new ArticleDetail(summary.id(), summary.locale(), summary.slug(), summary.title(), summary.excerpt(),
                publishedBody, summary.cover(), summary.authors(),
                summary.categories(), summary.tags(), summary.pinned(), seo, summary.commentsPolicy(), metadata,
                summary.readingMinutes(),
                summary.firstPublishedAt(), summary.publishedAt(), summary.updatedAt(), translations, summary.stats());
    }
}
