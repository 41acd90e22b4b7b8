package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** The full working copy of an article, as the admin API shows it. */
@Schema(description = "The working copy of an article, which editors change.")
public record WorkingCopy(
        @NotNull UUID id,
        @NotNull @Schema(description = "The current version. Send it as `If-Match` with a "
                + "change.", examples = "3") int version,
        @NotNull State state,
        @NotNull @Schema(
                description = "True if the article is live and has saved changes that are not published "
                        + "yet.") boolean hasUnpublishedChanges,
        @NotNull @Schema(description = "The version that saved this content, which is the number of its revision.",
                examples = "3") int revision,
        @Schema(description = "The scheduled transition; absent if there is none.") ScheduleDetail schedule,
        @NotNull @Schema(examples = "en") String locale,
        @NotNull @Schema(examples = "what-dojo-computes") String slug,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        String excerpt,
        WorkingBody body,
        Cover cover,
        @NotNull List<AuthorRef> authors,
        @NotNull List<CategoryRef> categories,
        @NotNull List<TagRef> tags,
        @NotNull boolean pinned,
        Seo seo,
        @NotNull CommentsPolicy commentsPolicy,
        @Schema(type = SchemaType.OBJECT) Map<String, Object> metadata,
        @Schema(description = "The date that editors have set; absent if they have set none.") Instant firstPublishedAt,
        @Schema(description = "The date that editors have set; absent if they have set none.") Instant publishedAt,
        @Schema(description = "The date that editors have set for the next publication; absent if they have set "
                + "none.") Instant updatedAt,
        @NotNull Instant createdAt,
        @NotNull Instant savedAt,
        @Schema(description = "The published copy; absent unless the article is live.") LiveCopy live,
        @NotNull @Schema(
                description = "The translations of the article in other locales, in every "
                        + "state.") List<WorkingTranslation> translations,
        @NotNull Stats stats) implements Versioned {

    /** The source of a body and its rendered HTML. */
    @Schema(name = "WorkingBody")
    public record WorkingBody(
            @NotNull ArticleBody.BodyFormat format,
            @NotNull String source,
            @NotNull @Schema(description = "The source, rendered and sanitized.",
                    examples = "<p>Dojo <em>trains</em> networks.</p>") String html) {}

    /** The slug and the dates under which readers see the article. */
    @Schema(name = "LiveCopy")
    public record LiveCopy(
            @NotNull @Schema(description = "The revision that readers see.", examples = "3") int version,
            @NotNull @Schema(examples = "what-dojo-computes") String slug,
            Instant firstPublishedAt,
            Instant publishedAt,
            Instant updatedAt) {}

    /** A translation of the article in another locale. */
    @Schema(name = "WorkingTranslation")
    public record WorkingTranslation(
            @NotNull UUID id,
            @NotNull @Schema(examples = "vi") String locale,
            @NotNull @Schema(examples = "dojo-tinh-gi") String slug,
            @NotNull @Schema(examples = "Dojo tính gì") String title,
            @NotNull State state) {}

    /** The schedule of the article, as the admin API shows it. */
    @Schema(name = "Schedule")
    public record ScheduleDetail(
            @NotNull Schedule.Action action,
            @NotNull @Schema(examples = "2030-01-01T07:00:00Z") Instant at,
            @NotNull @Schema(
                    description = "The revision that is published at that time; later saves do not change it.",
                    examples = "3") int version,
            @Schema(description = "The reason why the transition failed at its time; absent if it did not fail. A "
                    + "failed transition is not retried automatically.") String problem) {
        static ScheduleDetail of(Schedule schedule) {
            return schedule == null
                    ? null
                    : new ScheduleDetail(schedule.action(), schedule.at(), schedule.version(), schedule.problem());
        }
    }

    static WorkingCopy of(Article article, ArticleReferences.NamedReferences namedReferences, LiveCopy liveCopy,
            List<WorkingTranslation> translations, Stats stats) {
        var body = article.body == null
                ? null
                : new WorkingBody(article.body.format(), article.body.source(), article.bodyHtml);
        return new WorkingCopy(article.id, article.version, article.state, article.hasUnpublishedChanges(),
                article.contentVersion,
                ScheduleDetail.of(article.schedule), article.locale, article.slug, article.title,
                article.excerpt,
                body, article.cover, namedReferences.authors(), namedReferences.categories(), namedReferences.tags(),
                article.pinned, article.seo, article.commentsPolicy,
                article.metadata, article.firstPublishedAt, article.publishedAt, article.updatedAt, article.createdAt,
                article.savedAt, liveCopy, translations,
                stats);
    }
}
