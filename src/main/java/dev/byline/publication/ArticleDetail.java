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

/** A published article, whole. */
@Schema(name = "Article", description = "A published article, whole.")
public record ArticleDetail(UUID id, @Schema(examples = "en") String locale,
        @Schema(examples = "what-dojo-computes") String slug, @Schema(examples = "What Dojo computes") String title,
        String excerpt, Body body, Cover cover, List<AuthorRef> authors,
        @Schema(description = "The first is the primary one.") List<CategoryRef> categories, List<TagRef> tags,
        boolean pinned, Seo seo, CommentsPolicy commentsPolicy,
        @Schema(description = "The site's own data about the article, as it was given.") Map<String, Object> metadata,
        @Schema(description = "Minutes to read it.", examples = "3") int readingMinutes, Instant firstPublishedAt,
        Instant publishedAt, @Schema(description = "The last published change.") Instant updatedAt, Stats stats) {

    /** The body as readers get it. */
    @Schema(name = "PublishedBody", description = "The body, ready to be put into a page.")
    public record Body(
            @Schema(description = "Sanitized HTML.", examples = "<p>Dojo trains networks.</p>") String html) {}

    static ArticleDetail of(Publication p, ArticleSummary summary) {
        return new ArticleDetail(p.articleId, p.locale, p.slug, p.title, p.excerpt, new Body(p.html), p.cover,
                summary.authors(), summary.categories(), summary.tags(), p.pinned, p.seo, p.commentsPolicy, p.metadata,
                p.readingMinutes, p.firstPublishedAt, p.publishedAt, p.updatedAt, summary.stats());
    }
}
