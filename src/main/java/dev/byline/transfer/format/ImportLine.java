package dev.byline.transfer.format;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.identity.FormerAddress;
import dev.byline.media.Media;
import dev.byline.media.MediaInput;
import dev.byline.member.MemberImports;
import dev.byline.menu.MenuInput;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationDates;
import dev.byline.site.SiteInput;
import dev.byline.stats.ArticleCounters;
import dev.byline.tag.TagInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;

/**
 * One line of Byline's own format: one object of a site, with its external id. The readers of all other formats convert
 * their items into this class as well, and set only the fields that they have.
 */
@Schema(description = "One line of NDJSON, with exactly one of `site`, `author`, `category`, `tag`, `member`, "
        + "`article`, `comment`, `menu`, `media` and `end`. References are an article's `authors` and `categories`, a category's "
        + "`parent`, a comment's `article`, `answers`, `member` and `likes`, and the targets of the items of a menu. "
        + "A reference is an `externalId` of "
        + "the same source, or else an id or slug that exists in this Byline. The lines may have any order.",
        examples = """
                {"externalId": "42", "article": {"title": "What Dojo computes", "categories": ["machines"], "body": {"format": "markdown", "source": "It *trains* networks."}, "publishedAt": "2023-07-14T00:00:00Z"}, "state": "live", "views": 8}""")
public final class ImportLine implements Cloneable {
    /** The maximum length of an external id, in UTF-16 units. */
    static final int MAX_ID_LENGTH = 500;
    /** The maximum length of the name of a translation group, in UTF-16 units. */
    static final int MAX_GROUP_LENGTH = 200;

    @Schema(description = "The id of the object in the Byline that exported it; imported with `ids=keep`.")
    public UUID id;
    @Size(min = 1, max = MAX_ID_LENGTH, message = "must have 1 to " + MAX_ID_LENGTH + " characters")
    @Schema(description = "The id of the object in its source. A repeated import finds the object again by this "
            + "id. If absent, `id` counts, or else the slug, a tag's name or a member's email address.",
            examples = "42")
    public String externalId;
    @Size(max = ImportOrigin.MAX_COUNT)
    @Schema(description = "The items that the object was imported from, in an export.")
    public List<@NotNull @Valid ImportOrigin> origins;
    public Instant createdAt;
    @Valid
    public SiteInput site;
    @Valid
    public AuthorInput author;
    @Valid
    public CategoryInput category;
    @Valid
    public TagInput tag;
    @Valid
    public MemberImports.ImportedMember member;
    @Valid
    public ArticleInput article;
    @Schema(description = "The state of an article; `never_published` if absent.")
    public State state;
    @Valid
    @Schema(description = "The published version, if it differs from the saved version.")
    public ArticleInput live;
    @Schema(description = "The dates of a live article, if they differ from those in `article`.")
    public ImportDates dates;
    @Valid
    @Schema(description = "The planned publication or unpublication of an article.")
    public ImportedArticle.ImportSchedule schedule;
    @Size(max = FormerSlug.MAX_COUNT)
    @Schema(description = "Former slugs of an article, author, category or tag; they still lead to it.")
    public List<@NotNull @Valid FormerSlug> formerSlugs;
    @Size(max = FormerSlug.MAX_COUNT)
    @Schema(description = "Former addresses of an article: URLs, or paths if the host is not known.",
            examples = "[\"https://old.example/2019/update/\"]")
    public List<@NotNull @Size(min = 1, max = FormerAddress.MAX_LENGTH) String> formerAddresses;
    @Size(min = 1, max = MAX_GROUP_LENGTH, message = "must have 1 to " + MAX_GROUP_LENGTH + " characters")
    @Schema(description = "The translation group of an article: articles with the same value are translations of "
            + "each other.")
    public String translationGroup;
    @Schema(description = "The time when an article was last saved.")
    public Instant savedAt;
    @Min(0)
    @Max(ArticleCounters.MAX_COUNT)
    @Schema(description = "The total views of an article.", examples = "8")
    public Long views;
    @Size(max = 20_000)
    @Schema(description = "The views of an article by day.")
    public List<@NotNull @Valid ImportViewDay> viewDays;
    @Valid
    public ImportComment comment;
    @Valid
    @Schema(description = "A menu. Its items are left out if their targets do not exist; with `ids=keep` they keep the "
            + "ids of their targets.")
    public MenuInput menu;
    @Schema(description = "A medium, in the archive of an export. It stands before the lines that name it.")
    public MediaInput media;
    @Schema(description = "The name of the file of a medium in the archive.")
    public String file;
    @Min(1)
    @Max(Media.MAX_FILE_VERSION)
    @Schema(description = "The number of the file of a medium, 1 if absent; kept with `ids=keep`.", examples = "2")
    public Integer fileVersion;
    @Schema(description = "The number of lines before this line; only in the last line of an export.")
    public Long end;

    /** The publication dates of an article. */
    @Schema(name = "ImportDates")
    public record ImportDates(Instant firstPublishedAt, Instant publishedAt, Instant updatedAt) {
        /** Converts the dates into the dates of a publication with this slug. */
        public PublicationDates toPublicationDates(String slug) {
            return new PublicationDates(slug, firstPublishedAt, publishedAt, updatedAt);
        }
    }

    /** The views of an article on one day. */
    @Schema(name = "ImportViewDay")
    public record ImportViewDay(
            @NotNull @PastOrPresent(message = "must not be in the future") @Schema(
                    examples = "2023-07-14") LocalDate day,
            @Min(0) @Max(ArticleCounters.MAX_COUNT) @Schema(examples = "8") long views,
            @Min(0) @Max(ArticleCounters.MAX_COUNT) @Schema(
                    description = "The number of different visitors on that day.",
                    examples = "5") long visitors) {}

    /**
     * The type of the object in a line. The order is the order of references: later types refer to earlier types. Reports
     * do not have the type {@code menu}, because clients of the first release do not know it.
     */
    @Schema(name = "ImportItemType",
            enumeration = { "site", "author", "category", "tag", "member", "article", "comment" })
    public enum ImportType {
        site,
        author,
        category,
        tag,
        member,
        article,
        comment,
        menu
    }

    /** Returns the type of the object; 422 unless the line has exactly one object. */
    public ImportType type() {
        var types = Stream.of(ImportType.values()).filter(importType -> payload(importType) != null).toList();
        if (types.size() != 1) {
            throw ProblemException.invalid("",
                    "must have exactly one of site, author, category, tag, member, article, comment and menu");
        }
        return types.get(0);
    }

    private Object payload(ImportType importType) {
        return switch (importType) {
            case site -> site;
            case author -> author;
            case category -> category;
            case tag -> tag;
            case member -> member;
            case article -> article;
            case comment -> comment;
            case menu -> menu;
        };
    }

    /**
     * Returns the key of the object in its source: the external id, else the id, else the slug, name or email address;
     * 422 if there is none.
     */
    public String key() {
        if (externalId != null) {
            return externalId;
        }
        if (id != null) {
            return id.toString();
        }
        var fallbackKey = switch (type()) {
            case site -> "site";
            case author -> author.slug() == null ? author.name() : author.slug();
            case category -> category.slug() == null ? category.name() : category.slug();
            case tag -> tag.name();
            case member -> member.email();
            case article -> article.slug;
            case comment -> null;
            case menu -> menu.name();
        };
        if (fallbackKey == null) {
            throw ProblemException.invalid("/externalId",
                    "is required, so that a repeated import finds the " + type() + " again");
        }
        return fallbackKey;
    }

    /** Creates a line with an author, category or tag of another system. */
    public static ImportLine of(String externalId, Object payload) {
        var line = new ImportLine();
        line.externalId = externalId;
        if (payload instanceof AuthorInput authorInput) {
            line.author = authorInput;
        } else if (payload instanceof CategoryInput categoryInput) {
            line.category = categoryInput;
        } else {
            line.tag = (TagInput) payload;
        }
        return line;
    }

    /** Creates a line with an article of another system; the reader of the format sets the further fields it has. */
    public static ImportLine article(String externalId, ArticleInput article, State state) {
        var line = new ImportLine();
        line.externalId = externalId;
        line.article = article;
        line.state = state;
        return line;
    }

    /** Creates a line with a comment of another system. */
    public static ImportLine comment(String externalId, ImportComment comment, Instant createdAt) {
        var line = new ImportLine();
        line.externalId = externalId;
        line.comment = comment;
        line.createdAt = createdAt;
        return line;
    }

    /**
     * Returns a copy with only what the object consists of, for the decision whether the object has changed: without
     * origins and former addresses.
     */
    public ImportLine content() {
        var content = copy();
        content.formerAddresses = null;
        content.origins = null;
        return content;
    }

    /** Returns a copy, in which single fields can be set. */
    public ImportLine copy() {
        try {
            return (ImportLine) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
