package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.identity.BulkIdentities;
import dev.byline.publication.PublicationDates;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.RenderedBody;
import jakarta.validation.constraints.NotNull;

/**
 * An article of an import, with ids for references, and with locale and slug.
 */
public final class ImportedArticle {
    public UUID id;
    /** The translation group; articles of one group are translations of each other. */
    public UUID translationGroup;
    public Instant createdAt;
    public Instant savedAt;
    /** The state that the article gets; null keeps the state of an existing article. */
    public State state;
    public ArticleInput content;
    /** The rendered body; null if the article has no body. */
    public RenderedBody body;
    /** The published content if it differs from the content of the working copy, otherwise null. */
    public ArticleInput liveContent;
    public RenderedBody liveBody;
    /** The dates of publication, or null if they follow from the content. */
    public PublicationDates dates;
    /** The schedule, or null. */
    public ImportSchedule schedule;
    public List<BulkIdentities.FormerArticleSlug> formerSlugs;
    /** The total number of views, or null to keep the counter. */
    public Long views;
    /** The views of single days, as far as they are known. */
    public List<ArticleCounters.DailyViews> viewsByDay;
    /** The time when the import was requested: the date of a published article that has no date. */
    public Instant importedAt;
    /** The actor that runs the import. */
    public String importedBy;

    /** The scheduled action of an imported article, and its time. */
    @Schema(name = "ImportSchedule")
    public record ImportSchedule(@NotNull Schedule.Action action, @NotNull Instant at) {
        /** Creates a scheduled publication. */
        public static ImportSchedule publish(Instant at) {
            return new ImportSchedule(Schedule.Action.publish, at);
        }

        /** Tells whether the scheduled action unpublishes the article. */
        public boolean unpublishes() {
            return action == Schedule.Action.unpublish;
        }

        /** Creates a scheduled unpublication. */
        public static ImportSchedule unpublish(Instant at) {
            return new ImportSchedule(Schedule.Action.unpublish, at);
        }
    }

    /** The content that is published, or would be if the article is not live. */
    ArticleInput publishedContent() {
        return liveContent == null ? content : liveContent;
    }

    /** The rendered body of the published content, or null, with the ids of the article. */
    RenderedBody publishedBody() {
        var published = liveContent == null ? body : liveBody;
        return published == null ? null : published.forArticle(id);
    }
}
