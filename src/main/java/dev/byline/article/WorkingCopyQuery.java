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

    @QueryParam("category")
    @Parameter(description = "Only articles filed under this category (id or slug).")
    public String category;

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
