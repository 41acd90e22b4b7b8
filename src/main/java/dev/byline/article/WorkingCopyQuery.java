package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.publication.ArticleKind;
import jakarta.ws.rs.QueryParam;

/** The query parameters of the list of working copies: filters and order. */
public class WorkingCopyQuery {
    @QueryParam("state")
    @Parameter(description = "Only articles in this state. If absent, articles of all states except `trashed`.")
    public State state;

    @QueryParam("kind")
    @Parameter(description = "Only articles of this kind. If absent, articles and pages.")
    public ArticleKind kind;

    @QueryParam("hasUnpublishedChanges")
    @Parameter(description = "True: only live articles with unpublished changes. False: only the other articles.")
    public Boolean hasUnpublishedChanges;

    @QueryParam("schedule")
    @Parameter(
            description = "Only articles with such a schedule. `any`: with a schedule; `publish`, `unpublish`: with "
                    + "a schedule of that action; `failed`: with a schedule that failed; `none`: without a schedule.")
    public ScheduleFilter schedule;

    /** The values of the filter by schedule. */
    @Schema(name = "ScheduleFilter")
    public enum ScheduleFilter {
        any("a.schedule.action is not null"),
        publish("a.schedule.action = dev.byline.article.Schedule.Action.publish"),
        unpublish("a.schedule.action = dev.byline.article.Schedule.Action.unpublish"),
        failed("a.schedule.problem is not null"),
        none("a.schedule.action is null");

        final String condition;

        ScheduleFilter(String condition) {
            this.condition = condition;
        }
    }

    @QueryParam("category")
    @Parameter(description = "Only articles in this category (id or slug) or in a category below it.")
    public String category;

    @QueryParam("exact")
    @Parameter(description = "True leaves out the categories below `category`.")
    public Boolean exact;

    @QueryParam("tag")
    @Parameter(description = "Only articles with this tag (id or slug).")
    public String tag;

    @QueryParam("author")
    @Parameter(description = "Only articles of this author (id or slug).")
    public String author;

    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale of the site; `vi-VN` and `VI` mean `vi`.")
    public String locale;

    @QueryParam("sort")
    @Parameter(description = "The order; a leading minus makes it "
            + "descending.",
            schema = @Schema(enumeration = { "-savedAt",
                    "savedAt", "-createdAt", "createdAt" }, defaultValue = "-savedAt"))
    public String sort;
}
