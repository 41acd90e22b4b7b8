package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.media.ReferencedMedia;
import dev.byline.publication.ReferenceDetails.ReferenceDetail;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.text.RenderedBody;
import jakarta.validation.constraints.NotNull;

/** A published article with its body and all other fields. */
@Schema(name = "Article", description = "A published article with its body and all other fields.")
public final class ArticleDetail {
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
    @NotNull
    public final PublishedBody body;
    public final CoverDetail cover;
    @NotNull
    public final List<ArticleAuthor> authors;
    @NotNull
    @Schema(description = "The categories of the article; the first is the primary category.")
    public final List<ArticleCategory> categories;
    @NotNull
    public final List<TagRef> tags;
    @NotNull
    public final boolean pinned;
    public final Seo seo;
    @NotNull
    public final CommentsPolicy commentsPolicy;
    @Schema(description = "The site's own data about the article, as saved with the article.")
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
    @NotNull
    @Schema(description = "The published translations of the article into other locales.")
    public final List<PublishedTranslation> translations;
    @NotNull
    public final Stats stats;

    ArticleDetail(PublicationRow row, ArticleRefs refs, Map<UUID, ReferenceDetail> details, ReferencedMedia media) {
        id = row.articleId();
        kind = row.content().kind;
        locale = row.content().locale;
        slug = row.content().slug;
        title = row.content().title;
        excerpt = row.content().excerpt;
        body = row.body().show(media);
        cover = CoverDetail.forReaders(row.content().cover, media);
        var localized = refs.localized(locale);
        authors = localized.authors().stream()
                .map(author -> ArticleAuthor.of(author, details.getOrDefault(author.id(), ReferenceDetail.NONE), media))
                .toList();
        categories = localized.categories().stream().map(category -> ArticleCategory.of(category,
                details.getOrDefault(category.id(), ReferenceDetail.NONE), locale)).toList();
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
    }

    /** An author of an article, with the profile for a box beside the text. */
    @Schema(name = "ArticleAuthor", description = "An author of an article, with the profile of the author.")
    public record ArticleAuthor(
            @NotNull UUID id,
            @NotNull @Schema(examples = "linh-tran") String slug,
            @NotNull @Schema(examples = "Linh Tran") String name,
            @Schema(description = "Plain text, with line breaks.",
                    examples = "Writes about machines that learn.") String bio,
            @Schema(examples = "https://blog.example/linh.jpg") String avatarUrl,
            @Schema(description = CoverDetail.AVATAR_SRCSET,
                    examples = CoverDetail.SRCSET_EXAMPLE) String avatarSrcset) {
        private static ArticleAuthor of(AuthorRef author, ReferenceDetail detail, ReferencedMedia media) {
            return new ArticleAuthor(author.id(), author.slug(), author.name(), detail.bio(),
                    media.url(detail.avatarUrl()), media.srcset(detail.avatarUrl()));
        }
    }

    /** A category of an article, with the way to it from the top of the tree. */
    @Schema(name = "ArticleCategory", description = "A category of an article, with the categories above it.")
    public record ArticleCategory(
            @NotNull UUID id,
            @NotNull @Schema(examples = "ai-technology") String slug,
            @NotNull @Schema(examples = "AI Technology") String name,
            @NotNull @Schema(description = "The categories above this one, from the top of the tree down: the "
                    + "breadcrumbs of the article. Empty for a category at the top.") List<CategoryRef> ancestors) {
        private static ArticleCategory of(CategoryRef category, ReferenceDetail detail, String locale) {
            return new ArticleCategory(category.id(), category.slug(), category.name(),
                    detail.ancestors().stream().map(ancestor -> ancestor.inLocale(locale)).toList());
        }
    }

    /** The body of a published article, as the public API returns it. */
    @Schema(name = "PublishedBody", description = "The body of a published article, ready to be inserted into a page.")
    public record PublishedBody(
            @NotNull @Schema(description = "Sanitized HTML.", examples = "<p>Dojo trains networks.</p>") String html,
            @NotNull @Schema(
                    description = "The headings of the body in document order, each with the id that links refer to "
                            + "(`#id`).") List<RenderedBody.Heading> contents) {
        /** Returns the body with its media as readers get them. */
        PublishedBody show(ReferencedMedia media) {
            return new PublishedBody(media.show(html), contents);
        }
    }

    /** A published translation of the article into another locale. */
    @Schema(name = "Translation")
    public record PublishedTranslation(
            @NotNull @Schema(examples = "vi") String locale,
            @NotNull @Schema(examples = "dojo-tinh-gi") String slug,
            @NotNull @Schema(examples = "Dojo tính gì") String title) {}
}
