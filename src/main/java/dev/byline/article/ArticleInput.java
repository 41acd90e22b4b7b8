package dev.byline.article;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.TextUtils;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The fields of an article that editors may set. A draft needs a title; publishing needs a body and a category too.
 */
@Schema(description = "The fields of an article that editors may set. A draft needs a title; publishing needs a "
        + "body and a category too.",
        examples = """
                {
                  "title": "What Dojo computes",
                  "body": {"format": "markdown", "source": "Dojo *trains* networks.\\n\\nIt does little else."},
                  "authors": ["linh-tran"],
                  "categories": ["machines"],
                  "tags": ["Dojo"]
                }""")
public record ArticleInput(
        @NotNull @PlainText(max = MAX_TITLE_LENGTH) @Schema(examples = "What Dojo computes") String title,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH,
                message = Slugs.RULE_MESSAGE) @Schema(
                        description = "Derived from the title if absent, with a number appended if another article has that "
                                + "slug; an article that was published keeps its slug.",
                        examples = "what-dojo-computes") String slug,
        @Schema(description = "One of the site's locales; the default locale if absent.",
                examples = "en") String locale,
        @PlainText(max = MAX_EXCERPT_LENGTH, multiline = true) @Schema(
                description = "Plain text, not HTML. If absent, publishing derives the "
                        + "excerpt from the body.") String excerpt,
        @Valid ArticleBody body,
        @Valid Cover cover,
        @Size(max = MAX_AUTHORS) @Schema(
                description = "Ids or slugs, in the order of the byline.") List<@NotNull String> authors,
        @Size(max = MAX_CATEGORIES) @Schema(
                description = "Ids or slugs; the first is the primary category.") List<@NotNull String> categories,
        @Size(max = MAX_TAGS) @Schema(
                description = "Names (or ids); a new name creates a tag.") List<@NotNull @PlainText(
                        max = 100) String> tags,
        @Schema(description = "False if absent.", examples = "false") Boolean pinned,
        @Valid Seo seo,
        @Schema(description = "`open` if absent.", examples = "open") CommentsPolicy commentsPolicy,
        @Schema(type = SchemaType.OBJECT,
                description = "Custom data of your own: at most " + MetadataValidator.MAX_SIZE_KIB
                        + " KiB of JSON, at most "
                        + MetadataValidator.MAX_DEPTH + " levels deep; members that are null are dropped.",
                examples = "{\"source\": \"press release\"}") Map<String, Object> metadata,
        @Schema(description = "The date of the first publication. Set it for an article that was published "
                + "elsewhere before, as imports do; otherwise the first publication sets it.",
                examples = "2023-07-14T00:00:00Z") Instant firstPublishedAt,
        @Schema(description = "The publication date, by which lists are ordered. If absent, the first publication "
                + "sets it.",
                examples = "2023-07-14T00:00:00Z") Instant publishedAt,
        @Schema(description = "The date of this change, shown when the change is published; the time of publishing "
                + "if absent.",
                examples = "2023-11-23T00:00:00Z") Instant updatedAt) {
    /** The maximum length of a title, in code points. */
    public static final int MAX_TITLE_LENGTH = 200;
    /** The maximum length of an excerpt, in code points. */
    public static final int MAX_EXCERPT_LENGTH = 500;
    /** The maximum number of authors of an article. */
    public static final int MAX_AUTHORS = 20;
    /** The maximum number of categories of an article. */
    public static final int MAX_CATEGORIES = 50;
    /** The maximum number of tags of an article. */
    public static final int MAX_TAGS = 50;

    public ArticleInput {
        title = TextUtils.normalizeSpaces(title);
    }

    /** Creates the input that describes the current content of an article, with ids for references. */
    static ArticleInput of(Article a) {
        return new ArticleInput(a.title, a.slug, a.locale, a.excerpt, a.body, a.cover,
                a.authors.stream().map(String::valueOf).toList(), a.categories.stream().map(String::valueOf).toList(),
                a.tags.stream().map(String::valueOf).toList(), a.pinned, a.seo, a.commentsPolicy, a.metadata,
                a.firstPublishedAt, a.publishedAt, a.updatedAt);
    }

    /** Returns this input with other references. */
    ArticleInput withReferences(List<String> newAuthors, List<String> newCategories, List<String> newTags) {
        return new ArticleInput(title, slug, locale, excerpt, body, cover, newAuthors, newCategories, newTags, pinned,
                seo, commentsPolicy, metadata, firstPublishedAt, publishedAt, updatedAt);
    }

    /** Returns this input with another locale, another slug, and ids in place of slugs or names of references. */
    public ArticleInput withResolvedReferences(String newLocale, String newSlug, List<String> newAuthors,
            List<String> newCategories,
            List<String> newTags) {
        return new ArticleInput(title, newSlug, newLocale, excerpt, body, cover, newAuthors, newCategories, newTags,
                pinned, seo, commentsPolicy, metadata, firstPublishedAt, publishedAt, updatedAt);
    }

    /** Returns this input with another date of the change. */
    ArticleInput withUpdatedAt(Instant date) {
        return new ArticleInput(title, slug, locale, excerpt, body, cover, authors, categories, tags, pinned, seo,
                commentsPolicy, metadata, firstPublishedAt, publishedAt, date);
    }

    /** Returns this input without the given references. */
    ArticleInput withoutReferences(Collection<String> references) {
        return withReferences(authors.stream().filter(id -> !references.contains(id)).toList(),
                categories.stream().filter(id -> !references.contains(id)).toList(),
                tags.stream().filter(id -> !references.contains(id)).toList());
    }

    /** Returns this input as the start of another article: without slug and dates, and not pinned. */
    ArticleInput copyForNewArticle(String newTitle, String newLocale) {
        return new ArticleInput(newTitle, null, newLocale, excerpt, body, cover, authors, categories, tags, false, seo,
                commentsPolicy, metadata, null, null, null);
    }
}
