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
        @Schema(description = "What is to happen by itself; absent if nothing is.") Planned schedule,
        @NotNull @Schema(examples = "en") String locale,
        @NotNull @Schema(examples = "what-dojo-computes") String slug,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        String excerpt,
        Rendered body,
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
        @Schema(description = "What readers see; absent unless the article is live.") Live live,
        @NotNull @Schema(
                description = "The same article in other locales, whatever their state.") List<Translation> translations,
        @NotNull Stats stats) implements Versioned {

    /** A body with what became of it. */
    @Schema(name = "WorkingBody")
    public record Rendered(
            @NotNull Body.Format format,
            @NotNull String source,
            @NotNull @Schema(description = "The source, rendered and sanitized.",
                    examples = "<p>Dojo <em>trains</em> networks.</p>") String html) {}

    /** Under which slug and dates readers see the article. */
    @Schema(name = "LiveCopy")
    public record Live(
            @NotNull @Schema(description = "The revision that readers see.", examples = "3") int version,
            @NotNull @Schema(examples = "what-dojo-computes") String slug,
            Instant firstPublishedAt,
            Instant publishedAt,
            Instant updatedAt) {}

    /** The same article in another locale. */
    @Schema(name = "WorkingTranslation")
    public record Translation(
            @NotNull UUID id,
            @NotNull @Schema(examples = "vi") String locale,
            @NotNull @Schema(examples = "dojo-tinh-gi") String slug,
            @NotNull @Schema(examples = "Dojo tính gì") String title,
            @NotNull State state) {}

    /** What is to happen. */
    @Schema(name = "Schedule")
    public record Planned(
            @NotNull Schedule.Action action,
            @NotNull @Schema(examples = "2030-01-01T07:00:00Z") Instant at,
            @NotNull @Schema(
                    description = "The revision that is published then, whatever is saved until then.",
                    examples = "3") int version,
            @Schema(description = "Why it could not be done at its time; it is not tried again by itself.") String problem) {
        static Planned of(Schedule s) {
            return s == null ? null : new Planned(s.action(), s.at(), s.version(), s.problem());
        }
    }

    static WorkingCopy of(Article a, ArticleLinks.Refs refs, Live live, List<Translation> translations, Stats stats) {
        var body = a.body == null ? null : new Rendered(a.body.format(), a.body.source(), a.bodyHtml);
        return new WorkingCopy(a.id, a.version, a.state, a.hasUnpublishedChanges(), a.contentVersion,
                Planned.of(a.schedule), a.locale, a.slug, a.title,
                a.excerpt,
                body, a.cover, refs.authors(), refs.categories(), refs.tags(), a.pinned, a.seo, a.commentsPolicy,
                a.metadata, a.firstPublishedAt, a.publishedAt, a.updatedAt, a.createdAt, a.savedAt, live, translations,
                stats);
    }
}
