package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.SerializableString;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.media.ReferencedMedia;
import dev.byline.paging.Included;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import jakarta.validation.constraints.NotNull;

/**
 * Summary of a published article, as lists show it.
 *
 * <p>A response with many fields is a class with public final fields instead of a record: its constructor sets each
 * field by name, and the compiler requires that it sets all of them.
 */
@Schema(description = "Summary of a published article, as lists show it.")
public final class ArticleSummary {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "A `page` is in no list, feed or search of articles unless a request asks for pages.",
            examples = "article")
    public final ArticleKind kind;
    @NotNull
    @Schema(examples = "en")
    public final String locale;
    @NotNull
    @Schema(examples = "what-dojo-computes")
    public final String slug;
    @NotNull
    @Schema(examples = "What Dojo computes")
    public final String title;
    @NotNull
    @Schema(description = "Plain text, not HTML.")
    public final String excerpt;
    @Included
    @Schema(description = "The body of the article; only with `include=body`.")
    public final ArticleDetail.PublishedBody body;
    public final CoverDetail cover;
    @NotNull
    public final List<AuthorRef> authors;
    @NotNull
    @Schema(description = "The categories of the article; the first is the primary category.")
    public final List<CategoryRef> categories;
    @NotNull
    public final List<TagRef> tags;
    @NotNull
    public final boolean pinned;
    @Included
    @Schema(description = "Metadata for search engines; only with `include=seo`, and only if the article has any.")
    public final Seo seo;
    @NotNull
    public final CommentsPolicy commentsPolicy;
    @Included
    @Schema(description = "The site's own data about the article; only with `include=metadata`, and only if the "
            + "article has any.")
    public final Map<String, Object> metadata;
    @NotNull
    @Schema(description = "Reading time in minutes.", examples = "3")
    public final int readingMinutes;
    @NotNull
    public final Instant firstPublishedAt;
    @NotNull
    public final Instant publishedAt;
    @NotNull
    @Schema(description = "Time of the last published change.")
    public final Instant updatedAt;
    @Included
    @Schema(description = "The published translations of the article into other locales; only with "
            + "`include=translations`.")
    public final List<ArticleDetail.PublishedTranslation> translations;
    @NotNull
    public final Stats stats;
    /** The JSON of the summary up to the value of the field {@code stats}; null if it is not known. */
    @JsonIgnore
    final SerializableString jsonBeforeStats;

    public ArticleSummary(PublicationRow row, ArticleRefs refs, ReferencedMedia media) {
        id = row.articleId();
        kind = row.content().kind;
        locale = row.content().locale;
        slug = row.content().slug;
        title = row.content().title;
        excerpt = row.content().excerpt;
        body = row.body() == null ? null : row.body().show(media);
        cover = CoverDetail.forReaders(row.content().cover, media);
        var localized = refs.localized(locale);
        authors = localized.authors();
        categories = localized.categories();
        tags = localized.tags();
        pinned = row.content().pinned;
        seo = row.content().seo;
        commentsPolicy = row.content().commentsPolicy;
        metadata = row.content().metadata;
        readingMinutes = row.readingMinutes();
        firstPublishedAt = row.content().firstPublishedAt;
        publishedAt = row.content().publishedAt;
        updatedAt = row.content().updatedAt;
        translations = row.translations();
        stats = row.stats();
        jsonBeforeStats = null;
    }

    /** Creates a copy of a summary with other counters. */
    ArticleSummary(ArticleSummary other, Stats stats) {
        this(other, stats, other.jsonBeforeStats);
    }

    /** Creates a copy of a summary with its JSON, up to the value of the field {@code stats}. */
    ArticleSummary(ArticleSummary other, SerializableString jsonBeforeStats) {
        this(other, other.stats, jsonBeforeStats);
    }

    private ArticleSummary(ArticleSummary other, Stats stats, SerializableString jsonBeforeStats) {
        id = other.id;
        kind = other.kind;
        locale = other.locale;
        slug = other.slug;
        title = other.title;
        excerpt = other.excerpt;
        body = other.body;
        cover = other.cover;
        authors = other.authors;
        categories = other.categories;
        tags = other.tags;
        pinned = other.pinned;
        seo = other.seo;
        commentsPolicy = other.commentsPolicy;
        metadata = other.metadata;
        readingMinutes = other.readingMinutes;
        firstPublishedAt = other.firstPublishedAt;
        publishedAt = other.publishedAt;
        updatedAt = other.updatedAt;
        translations = other.translations;
        this.stats = stats;
        this.jsonBeforeStats = jsonBeforeStats;
    }
}
