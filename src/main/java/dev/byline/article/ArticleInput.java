package dev.byline.article;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;

import dev.byline.publication.ArticleKind;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.PublishedContent;
import dev.byline.publication.Seo;
import dev.byline.tag.TagInput;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.WhiteSpace;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The fields of an article that editors may set. A draft needs a title; publishing needs a body or a cover too.
 *
 * <p>The fields are set by name: formats of imports name only the fields that they have, and {@link #copy} and
 * {@link #equals} cover all fields. The mappings from and to the working copy and to the published copy are here too,
 * so that a new field of articles is added in one place.
 */
@Schema(description = "The fields of an article that editors may set. A draft needs a title; publishing needs a "
        + "body or a cover too.",
        examples = """
                {
                  "title": "What Dojo computes",
                  "body": {"format": "markdown", "source": "Dojo *trains* networks.\\n\\nIt does little else."},
                  "authors": ["linh-tran"],
                  "categories": ["machines"],
                  "tags": ["Dojo"]
                }""")
public final class ArticleInput implements Cloneable {
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

    private static final List<Field> FIELDS = Stream.of(ArticleInput.class.getFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers())).toList();

    @NotNull
    @PlainText(max = MAX_TITLE_LENGTH)
    @Schema(examples = "What Dojo computes")
    @JsonDeserialize(converter = NormalizedSpaces.class)
    public String title;
    @Schema(description = "A `page` has an address of its own, and is in no list, feed or search of articles unless a "
            + "request asks for pages. If absent, a new article is an `article`, and a changed one keeps its kind. A "
            + "change of the kind reaches readers with the next publication.",
            examples = "article")
    public ArticleKind kind;
    @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE)
    @Size(max = Slugs.MAX_LENGTH, message = Slugs.RULE_MESSAGE)
    @Schema(description = "Derived from the title if absent, with a number appended if another article has that "
            + "slug; an article that was published keeps its slug.", examples = "what-dojo-computes")
    public String slug;
    @Schema(description = "One of the site's locales; the default locale if absent.", examples = "en")
    public String locale;
    @PlainText(max = MAX_EXCERPT_LENGTH, multiline = true)
    @Schema(description = "Plain text, not HTML. If absent, publishing derives the excerpt from the body.")
    public String excerpt;
    @Valid
    public ArticleBody body;
    @Valid
    public Cover cover;
    @Size(max = MAX_AUTHORS)
    @Schema(description = "Ids or slugs, in the order of the byline.")
    public List<@NotNull String> authors;
    @Size(max = MAX_CATEGORIES)
    @Schema(description = "Ids or slugs; the first is the primary category.")
    public List<@NotNull String> categories;
    @Size(max = MAX_TAGS)
    @Schema(description = "Names (or ids); a new name creates a tag.")
    public List<@NotNull @PlainText(max = TagInput.MAX_NAME_LENGTH) String> tags;
    @Schema(description = "False if absent.", examples = "false")
    public Boolean pinned;
    @Valid
    public Seo seo;
    @Schema(description = "`open` if absent.", examples = "open")
    public CommentsPolicy commentsPolicy;
    @Schema(type = SchemaType.OBJECT,
            description = "Custom data of your own: at most " + MetadataValidator.MAX_SIZE_KIB
                    + " KiB of JSON, at most "
                    + MetadataValidator.MAX_DEPTH + " levels deep; members that are null are dropped.",
            examples = "{\"source\": \"press release\"}")
    public Map<String, Object> metadata;
    @Schema(description = "The date of the first publication. Set it for an article that was published elsewhere "
            + "before, as imports do; otherwise the first publication sets it.", examples = "2023-07-14T00:00:00Z")
    public Instant firstPublishedAt;
    @Schema(description = "The publication date, by which lists are ordered. If absent, the first publication sets "
            + "it.", examples = "2023-07-14T00:00:00Z")
    public Instant publishedAt;
    @Schema(description = "The date of this change, shown when the change is published; the time of publishing if "
            + "absent.", examples = "2023-11-23T00:00:00Z")
    public Instant updatedAt;

    /** Creates the input that describes the current content of an article, with ids for references. */
    static ArticleInput of(Article a) {
        var input = new ArticleInput();
        input.title = a.title;
        input.kind = a.kind;
        input.slug = a.slug;
        input.locale = a.locale;
        input.excerpt = a.excerpt;
        input.body = a.body;
        input.cover = a.cover;
        input.authors = a.authors.stream().map(String::valueOf).toList();
        input.categories = a.categories.stream().map(String::valueOf).toList();
        input.tags = a.tags.stream().map(String::valueOf).toList();
        input.pinned = a.pinned;
        input.seo = a.seo;
        input.commentsPolicy = a.commentsPolicy;
        input.metadata = a.metadata;
        input.firstPublishedAt = a.firstPublishedAt;
        input.publishedAt = a.publishedAt;
        input.updatedAt = a.updatedAt;
        return input;
    }

    /**
     * Copies the fields that need no lookup into the working copy. The caller sets the slug, the locale, the body with
     * its rendered HTML, and the references.
     */
    void copyTo(Article a, Map<String, Object> validMetadata) {
        a.title = title;
        a.kind = Objects.requireNonNullElse(kind, a.kind);
        a.excerpt = excerpt;
        a.cover = cover;
        a.pinned = Boolean.TRUE.equals(pinned);
        a.seo = seo;
        a.commentsPolicy = Objects.requireNonNullElse(commentsPolicy, CommentsPolicy.open);
        if (!Objects.equals(a.metadata, validMetadata)) {
            a.metadata = validMetadata;
        }
        // The date of the first publication can be corrected, but not removed, after the article was published.
        if (a.state == State.never_published || firstPublishedAt != null) {
            a.firstPublishedAt = firstPublishedAt;
        }
        a.publishedAt = publishedAt;
        a.updatedAt = updatedAt;
    }

    /** Returns the content of the published copy, without the excerpt and the dates that publishing derives. */
    PublishedContent toPublishedContent() {
        var content = new PublishedContent();
        content.kind = kind;
        content.locale = locale;
        content.slug = slug;
        content.title = title;
        content.excerpt = excerpt;
        content.cover = cover;
        content.pinned = pinned;
        content.seo = seo;
        content.commentsPolicy = commentsPolicy;
        content.metadata = metadata;
        return content;
    }

    /** Returns a copy, in which single fields can be set. */
    public ArticleInput copy() {
        try {
            return (ArticleInput) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns this input with other references. */
    ArticleInput withReferences(List<String> newAuthors, List<String> newCategories, List<String> newTags) {
        var copy = copy();
        copy.authors = newAuthors;
        copy.categories = newCategories;
        copy.tags = newTags;
        return copy;
    }

    /** Returns this input without the given references. */
    ArticleInput withoutReferences(Collection<String> references) {
        return withReferences(authors.stream().filter(id -> !references.contains(id)).toList(),
                categories.stream().filter(id -> !references.contains(id)).toList(),
                tags.stream().filter(id -> !references.contains(id)).toList());
    }

    /** Returns this input as the start of another article: without slug and dates, and not pinned. */
    ArticleInput copyForNewArticle(String newTitle, String newLocale) {
        var copy = copy();
        copy.title = newTitle;
        copy.locale = newLocale;
        copy.slug = null;
        copy.pinned = false;
        copy.firstPublishedAt = null;
        copy.publishedAt = null;
        copy.updatedAt = null;
        return copy;
    }

    /** Compares all fields, also those that are added later: a change that goes unnoticed would not be saved. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ArticleInput input
                && FIELDS.stream().allMatch(field -> Objects.equals(value(field), input.value(field)));
    }

    @Override
    public int hashCode() {
        return Objects.hash(title, slug, locale);
    }

    private Object value(Field field) {
        try {
            return field.get(this);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Normalizes the spaces of a text that a client sent. */
    private static final class NormalizedSpaces extends StdConverter<String, String> {
        @Override
        public String convert(String text) {
            return WhiteSpace.normalizeSpaces(text);
        }
    }
}
