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
 * An article of an import, with ids for references, and with locale and slug.
 *
 * @param translationGroup
 *            the translation group; articles of one group are translations of each other
 * @param state
 *            the state that the article gets; null keeps the state of an existing article
 * @param body
 *            the rendered body; null if the article has no body
 * @param liveContent
 *            the published content if it differs from the content of the working copy, otherwise null
 * @param dates
 *            the dates of publication, or null if they follow from the content
 * @param schedule
 *            the schedule, or null
 * @param views
 *            the total number of views, or null to keep the counter
 * @param viewsByDay
 *            the views of single days, as far as they are known
 * @param importedBy
 *            the actor that runs the import
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

    /** The scheduled action of an imported article, and its time. */
    @Schema(name = "ImportSchedule")
    public record ImportSchedule(@NotNull Schedule.Action action, @NotNull Instant at) {
        /** Creates a scheduled publication. */
        public static ImportSchedule publish(Instant at) {
            return new ImportSchedule(Schedule.Action.publish, at);
        }

        /** Creates a scheduled unpublication. */
        public static ImportSchedule unpublish(Instant at) {
            return new ImportSchedule(Schedule.Action.unpublish, at);
        }
    }

    /** Returns this article with another state. */
    public ImportedArticle withState(State newState) {
        return new ImportedArticle(id, translationGroup, createdAt, savedAt, newState, content, body, liveContent,
                liveBody, dates,
                schedule, formerSlugs, views, viewsByDay, importedBy);
    }

    /** The content that is published, or would be if the article is not live. */
    ArticleInput publishedContent() {
        return liveContent == null ? content : liveContent;
    }

    /** The rendered body of the published content. */
    RenderedBody publishedBody() {
        return liveContent == null ? body : liveBody;
    }
}
