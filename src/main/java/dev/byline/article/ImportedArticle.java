package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.identity.ManyIdentities;
import dev.byline.publication.PublicationService;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.RichText;
import jakarta.validation.constraints.NotNull;

/**
 * An article as an import brings it, with ids for references, and with locale and slug.
 *
 * @param group
 *            its translation group; what has one group is translated
 * @param state
 *            what becomes of it; null leaves an article that is here as it is
 * @param body
 *            the body, rendered; null without one
 * @param live
 *            what readers have instead of the content, or null if they have the content or nothing
 * @param dates
 *            when it was published, or null if that follows from the content
 * @param planned
 *            what is to happen by itself, or null
 * @param views
 *            its total, or null to leave the counter
 * @param days
 *            which of them were on which day, as far as that is known
 * @param by
 *            who imports
 */
public record ImportedArticle(
        UUID id,
        UUID group,
        Instant createdAt,
        Instant savedAt,
        State state,
        ArticleInput content,
        RichText body,
        ArticleInput live,
        RichText liveBody,
        PublicationService.PublicationDates dates,
        Plan planned,
        List<ManyIdentities.FormerSlug> formerSlugs,
        Long views,
        List<ArticleCounters.DailyViews> days,
        String by) {

    /** What is to happen, and when. */
    @Schema(name = "ImportSchedule")
    public record Plan(@NotNull Schedule.Action action, @NotNull Instant at) {
        /** It is to be published then. */
        public static Plan publish(Instant at) {
            return new Plan(Schedule.Action.publish, at);
        }

        /** It is to be taken from readers then. */
        public static Plan unpublish(Instant at) {
            return new Plan(Schedule.Action.unpublish, at);
        }
    }

    /** The same with something else becoming of it. */
    public ImportedArticle in(State newState) {
        return new ImportedArticle(id, group, createdAt, savedAt, newState, content, body, live, liveBody, dates,
                planned, formerSlugs, views, days, by);
    }

    /** What readers have, or would have. */
    ArticleInput published() {
        return live == null ? content : live;
    }

    RichText publishedBody() {
        return live == null ? body : liveBody;
    }
}
