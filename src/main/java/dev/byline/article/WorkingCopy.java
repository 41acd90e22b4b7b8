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

/** The working copy of an article, whole, as staff see it. */
@Schema(description = "The working copy of an article: what editors change.")
public record WorkingCopy(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "3") int version,
        @NotNull State state,
        @NotNull @Schema(
                description = "True while readers do not see yet what editors have saved.") boolean hasUnpublishedChanges,
        @NotNull @Schema(description = "The version that saved this content: its revision.",
                examples = "3") int revision,
        @Schema(description = "What is to happen by itself; absent if nothing is.") ScheduleDetail schedule,
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
        @Schema(description = "As staff have set it.") Instant firstPublishedAt,
        @Schema(description = "As staff have set it.") Instant publishedAt,
        @Schema(description = "As staff have set it for the next publication.") Instant updatedAt,
        @NotNull Instant createdAt,
        @NotNull Instant savedAt,
        @Schema(description = "What readers see; absent unless the article is live.") LiveCopy live,
        @NotNull @Schema(
                description = "The same article in other locales, whatever their state.") List<WorkingTranslation> translations,
        @NotNull Stats stats) implements Versioned {

    /** A body with what became of it. */
    @Schema(name = "WorkingBody")
    public record WorkingBody(
            @NotNull ArticleBody.BodyFormat format,
            @NotNull String source,
            @NotNull @Schema(description = "The source, rendered and sanitized.",
                    examples = "<p>Dojo <em>trains</em> networks.</p>") String html) {}

    /** Under which slug and dates readers see the article. */
    @Schema(name = "LiveCopy")
    public record LiveCopy(
            @NotNull @Schema(description = "The revision that readers see.", examples = "3") int version,
            @NotNull @Schema(examples = "what-dojo-computes") String slug,
            Instant firstPublishedAt,
            Instant publishedAt,
            Instant updatedAt) {}

    /** The same article in another locale. */
    @Schema(name = "WorkingTranslation")
    public record WorkingTranslation(
            @NotNull UUID id,
            @NotNull @Schema(examples = "vi") String locale,
            @NotNull @Schema(examples = "dojo-tinh-gi") String slug,
            @NotNull @Schema(examples = "Dojo tính gì") String title,
            @NotNull State state) {}

    /** What is to happen. */
    @Schema(name = "Schedule")
    public record ScheduleDetail(
            @NotNull Schedule.Action action,
            @NotNull @Schema(examples = "2030-01-01T07:00:00Z") Instant at,
            @NotNull @Schema(
                    description = "The revision that is published then, whatever is saved until then.",
                    examples = "3") int version,
            @Schema(description = "Why it could not be done at its time; it is not tried again by itself.") String problem) {
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
