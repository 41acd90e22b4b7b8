package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** The filters and orders of the list of working copies. */
public class WorkingCopyQuery {
    @QueryParam("state")
    @Parameter(description = "Only articles in this state. Without it the trash is left out.")
    public State state;

    @QueryParam("hasUnpublishedChanges")
    @Parameter(description = "Only live articles with changes that readers do not see yet, or only the others.")
    public Boolean hasUnpublishedChanges;

    @QueryParam("schedule")
    @Parameter(
            description = "Only articles for which something is planned: anything, `publish`, `unpublish`; `failed` are those that could not be done, `none` those without any.")
    public ScheduleFilter schedule;

    /** What a list is narrowed to by schedules. */
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
    @Parameter(description = "Only articles filed under this category (id or slug) or under one below it.")
    public String category;

    @QueryParam("exact")
    @Parameter(description = "True leaves out the categories below `category`.")
    public Boolean exact;

    @QueryParam("tag")
    @Parameter(description = "Only articles with this tag (id or slug).")
    public String tag;

    @QueryParam("author")
    @Parameter(description = "Only articles signed by this author (id or slug).")
    public String author;

    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale.")
    public String locale;

    @QueryParam("sort")
    @Parameter(description = "The order; a leading minus turns it round.", schema = @Schema(enumeration = { "-savedAt",
            "savedAt", "-createdAt", "createdAt" }, defaultValue = "-savedAt"))
    public String sort;
}
