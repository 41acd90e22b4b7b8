package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.CoverDetail;
import dev.byline.publication.Seo;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** The full working copy of an article, as the admin API shows it. */
@Schema(description = "The working copy of an article, which editors change.")
public final class WorkingCopy implements Versioned {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "The current version. Send it as `If-Match` with a change.", examples = "3")
    public final int version;
    @NotNull
    public final State state;
    @NotNull
    @Schema(description = "True if the article is live and has saved changes that are not published yet.")
    public final boolean hasUnpublishedChanges;
    @NotNull
    @Schema(description = "The version that saved this content, which is the number of its revision.", examples = "3")
    public final int revision;
    @Schema(description = "The scheduled transition; absent if there is none.")
    public final ScheduleDetail schedule;
    @Schema(description = "The schedule that this request cancelled; only in the response to that request.")
    public final ScheduleDetail cancelledSchedule;
    @NotNull
    @Schema(examples = "article")
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
    public final String excerpt;
    public final WorkingBody body;
    public final CoverDetail cover;
    @NotNull
    public final List<AuthorRef> authors;
    @NotNull
    public final List<CategoryRef> categories;
    @NotNull
    public final List<TagRef> tags;
    @NotNull
    public final boolean pinned;
    public final Seo seo;
    @NotNull
    public final CommentsPolicy commentsPolicy;
    @Schema(type = SchemaType.OBJECT)
    public final Map<String, Object> metadata;
    @Schema(description = "The date that editors have set; absent if they have set none.")
    public final Instant firstPublishedAt;
    @Schema(description = "The date that editors have set; absent if they have set none.")
    public final Instant publishedAt;
    @Schema(description = "The date that editors have set for the next publication; absent if they have set none.")
    public final Instant updatedAt;
    @NotNull
    public final Instant createdAt;
    @NotNull
    public final Instant savedAt;
    @Schema(description = "The published copy; absent unless the article is live.")
    public final LiveCopy live;
    @NotNull
    @Schema(description = "The translations of the article in other locales, in every state.")
    public final List<WorkingTranslation> translations;
    @NotNull
    public final Stats stats;

    WorkingCopy(Article article, Schedule cancelled, ArticleReferences.NamedReferences references, LiveCopy liveCopy,
            List<WorkingTranslation> translations, Stats stats) {
        id = article.id;
        version = article.version;
        state = article.state;
        hasUnpublishedChanges = article.hasUnpublishedChanges();
        revision = article.contentVersion;
        schedule = ScheduleDetail.of(article.schedule);
        cancelledSchedule = ScheduleDetail.of(cancelled);
        kind = article.kind;
        locale = article.locale;
        slug = article.slug;
        title = article.title;
        excerpt = article.excerpt;
        body = article.body == null
                ? null
                : new WorkingBody(article.body.format(), article.body.source(),
                        references.media().show(article.bodyHtml));
        cover = CoverDetail.forEditors(article.cover, references.media());
        authors = references.authors();
        categories = references.categories();
        tags = references.tags();
        pinned = article.pinned;
        seo = article.seo;
        commentsPolicy = article.commentsPolicy;
        metadata = article.metadata;
        firstPublishedAt = article.firstPublishedAt;
        publishedAt = article.publishedAt;
        updatedAt = article.updatedAt;
        createdAt = article.createdAt;
        savedAt = article.savedAt;
        live = liveCopy;
        this.translations = translations;
        this.stats = stats;
    }

    @Override
    public int version() {
        return version;
    }

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
}
