package dev.byline.transfer.format;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.comment.CommentState;
import dev.byline.member.MemberImports;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.site.SiteInput;
import dev.byline.tag.TagInput;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** One line of Byline's own format: one thing of the site, and how it is called where it comes from. */
@Schema(description = "One line of NDJSON: exactly one of `site`, `author`, `category`, `tag`, `member`, `article`, `comment` and `end`. "
        + "References (an article's `authors` and `categories`, a category's `parent`, a comment's `article`, `answers`, `member` and `likes`) "
        + "name an `externalId` of the same source, else an id or slug that is here, in whatever order the lines come.",
        examples = """
                {"externalId": "42", "article": {"title": "What Dojo computes", "categories": ["machines"], "body": {"format": "markdown", "source": "It *trains* networks."}, "publishedAt": "2023-07-14T00:00:00Z"}, "state": "live", "views": 8}""")
public record ImportLine(
        @Schema(description = "The id that the thing has in the Byline it comes from; taken over with `ids=keep`.") UUID id,
        @Size(min = 1, max = 500, message = "must have 1 to 500 characters") @Schema(
                description = "How it is called where it comes from; `id`, or the slug, if absent. With it a repeated import finds the thing again.",
                examples = "42") String externalId,
        Instant createdAt,
        @Valid SiteInput site,
        @Valid AuthorInput author,
        @Valid CategoryInput category,
        @Valid TagInput tag,
        @Valid MemberImports.ImportedMember member,
        @Valid ArticleInput article,
        @Schema(description = "Of an article; `never_published` if absent.") State state,
        @Valid @Schema(
                description = "Of an article: what readers have, where that is not what is saved.") ArticleInput live,
        @Schema(description = "Of a live article: its dates, where they do not follow from the article.") ImportDates dates,
        @Valid @Schema(
                description = "Of an article: what is to happen by itself.") ImportedArticle.ImportSchedule schedule,
        @Size(max = 200) @Schema(
                description = "Of an article: what else leads to it.") List<@NotNull @Valid FormerSlug> formerSlugs,
        @Size(min = 1, max = 200, message = "must have 1 to 200 characters") @Schema(
                description = "Of an article: articles that have the same are translations of each other.") String translationGroup,
        @Schema(description = "Of an article.") Instant savedAt,
        @Min(0) @Max(9007199254740991L) @Schema(description = "Of an article: its total views.",
                examples = "8") Long views,
        @Size(max = 20_000) @Schema(
                description = "Of an article: which of the views were on which day.") List<@NotNull @Valid ImportViewDay> viewDays,
        @Valid ImportComment comment,
        @Schema(description = "Of the last line of an export: how many lines came before it.") Long end) {

    /** When readers got it. */
    @Schema(name = "ImportDates")
    public record ImportDates(Instant firstPublishedAt, Instant publishedAt, Instant updatedAt) {
        /** As publications have them. */
        public PublicationService.PublicationDates toPublicationDates(String slug) {
            return new PublicationService.PublicationDates(slug, firstPublishedAt, publishedAt, updatedAt);
        }
    }

    /** A slug that the article had. */
    @Schema(name = "FormerSlug")
    public record FormerSlug(
            @Schema(description = "The article's if absent.") String locale,
            @NotNull @Pattern(regexp = Slugs.PATTERN,
                    message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH) String slug) {
        private static final int MAX_FORMER_SLUGS = 100;

        /** In the article's locale, without null and the slug that it has now. */
        static List<FormerSlug> of(Set<String> slugs, String currentSlug) {
            return slugs.stream().filter(slug -> slug != null && !slug.equals(currentSlug)).limit(MAX_FORMER_SLUGS)
                    .map(slug -> new FormerSlug(null, slug)).toList();
        }
    }

    /** The views of one day. */
    @Schema(name = "ImportViewDay")
    public record ImportViewDay(
            @NotNull @PastOrPresent(message = "must not be in the future") @Schema(
                    examples = "2023-07-14") LocalDate day,
            @Min(0) @Max(9007199254740991L) @Schema(examples = "8") long views,
            @Min(0) @Max(9007199254740991L) @Schema(description = "Different visitors of that day.",
                    examples = "5") long visitors) {}

    /** A comment. */
    @Schema(name = "ImportComment")
    public record ImportComment(
            @NotNull @Size(min = 1, max = 2000) @Schema(
                    description = "The article: an external id, an id, a slug, or an address that ends in the slug.",
                    examples = "42") String article,
            @Size(min = 1, max = 500) @Schema(description = "What it answers.") String answers,
            @Schema(description = "`approved` if absent.") CommentState state,
            @PlainText(max = 80) @Schema(examples = "Mai") String name,
            @Email(message = "must be an email address") @Size(max = 254) String email,
            @ValidWebAddress String website,
            @PlainText(max = 50_000, multiline = true) @Schema(
                    description = "In the Markdown of comments; absent for a deleted one.") String body,
            @Size(max = 500) @Schema(
                    description = "The member who wrote it; a guest did if absent, or if the member is nowhere.") String member,
            @Schema(description = "The members who like it; those who are nowhere are left out.") List<@NotNull @Size(
                    max = 500) String> likes,
            @Schema(description = "When its author last changed it.") Instant editedAt) {

        /** Of a guest of another system, whom nobody has liked. */
        public static ImportComment ofGuest(String article, String answers, CommentState state, String name,
                String email,
                String website, String body) {
            return new ImportComment(article, answers, state, name, email, website, body, null, null, null);
        }
    }

    /** What a line can be about, in the order in which things refer to each other. */
    @Schema(name = "Type")
    public enum ImportType {
        site,
        author,
        category,
        tag,
        member,
        article,
        comment
    }

    /** What it is about; 422 unless that is exactly one thing. */
    @JsonIgnore
    public ImportType type() {
        var types = Stream.of(ImportType.values()).filter(importType -> payload(importType) != null).toList();
        if (types.size() != 1) {
            throw ProblemException.invalid("",
                    "must have exactly one of site, author, category, tag, member, article and comment");
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
        };
    }

    /** How the source calls it; 422 if that cannot be known. */
    @JsonIgnore
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
            case article -> article.slug();
            case comment -> null;
        };
        if (fallbackKey == null) {
            throw ProblemException.invalid("/externalId",
                    "is needed, so that a repeated import finds the " + type() + " again");
        }
        return fallbackKey;
    }

    /** An author, category or tag of another system. */
    public static ImportLine of(String externalId, Object payload) {
        return new ImportLine(null, externalId, null, null, payload instanceof AuthorInput a ? a : null,
                payload instanceof CategoryInput c ? c : null, payload instanceof TagInput t ? t : null, null, null,
                null,
                null, null, null, null, null, null, null, null, null, null);
    }

    /** An article of another system. */
    public static ImportLine article(String externalId, ArticleInput article, State state,
            ImportedArticle.ImportSchedule schedule, Instant createdAt, List<FormerSlug> formerSlugs,
            String translationGroup,
            Long views) {
        return new ImportLine(null, externalId, createdAt, null, null, null, null, null, article, state, null, null,
                schedule, formerSlugs.isEmpty() ? null : formerSlugs, translationGroup, null, views, null, null, null);
    }

    /** A comment of another system. */
    public static ImportLine comment(String externalId, ImportComment comment, Instant createdAt) {
        return new ImportLine(null, externalId, createdAt, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, comment, null);
    }

    /** The same article with something else as its content, state, live content and views. */
    public ImportLine with(ArticleInput newArticle, State newState, ArticleInput newLive, boolean withViews) {
        return new ImportLine(id, externalId, createdAt, site, author, category, tag, member, newArticle, newState,
                newLive, dates, schedule, formerSlugs, translationGroup, savedAt, withViews ? views : null,
                withViews ? viewDays : null, comment, end);
    }
}
