package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.identity.BulkIdentities;
import dev.byline.publication.PublicationService;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.RenderedBody;
import jakarta.validation.constraints.NotNull;

/**
 * An article as an import brings it, with ids for references, and with locale and slug.
 *
 * @param translationGroup
 *            its translation group; what has one group is translated
 * @param state
 *            what becomes of it; null leaves an article that is here as it is
 * @param body
 *            the body, rendered; null without one
 * @param liveContent
 *            what readers have instead of the content, or null if they have the content or nothing
 * @param dates
 *            when it was published, or null if that follows from the content
 * @param schedule
 *            what is to happen by itself, or null
 * @param views
 *            its total, or null to leave the counter
 * @param viewsByDay
 *            which of them were on which day, as far as that is known
 * @param importedBy
 *            who imports
 */
public record ImportedArticle(
        UUID id,
        UUID translationGroup,
        Instant createdAt,
        Instant savedAt,
        State state,
        ArticleInput content,
        RenderedBody body,
        ArticleInput liveContent,
        RenderedBody liveBody,
        PublicationService.PublicationDates dates,
        ImportSchedule schedule,
        List<BulkIdentities.FormerArticleSlug> formerSlugs,
        Long views,
        List<ArticleCounters.DailyViews> viewsByDay,
        String importedBy) {

    /** What is to happen, and when. */
    @Schema(name = "ImportSchedule")
    public record ImportSchedule(@NotNull Schedule.Action action, @NotNull Instant at) {
        /** It is to be published then. */
        public static ImportSchedule publish(Instant at) {
            return new ImportSchedule(Schedule.Action.publish, at);
        }

        /** It is to be taken from readers then. */
        public static ImportSchedule unpublish(Instant at) {
            return new ImportSchedule(Schedule.Action.unpublish, at);
        }
    }

    /** The same with something else becoming of it. */
    public ImportedArticle withState(State newState) {
        return new ImportedArticle(id, translationGroup, createdAt, savedAt, newState, content, body, liveContent,
                liveBody, dates,
                schedule, formerSlugs, views, viewsByDay, importedBy);
    }

    /** What readers have, or would have. */
    ArticleInput publishedContent() {
        return liveContent == null ? content : liveContent;
    }

    RenderedBody publishedBody() {
        return liveContent == null ? body : liveBody;
    }
}
