package dev.byline.view;

import java.time.LocalDate;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Endpoints of view counters in the admin API. Counters have no version, so there is no {@code If-Match}. */
@Path(Paths.ADMIN_API + "/articles/{article}/views")
@RolesAllowed(Scope.VIEWS_MANAGE)
@Tag(name = "Staff: views")
class ViewAdminResource {
    private final ViewService views;

    ViewAdminResource(ViewService views) {
        this.views = views;
    }

    @GET
    @Operation(operationId = "getViewsForStaff",
            summary = "Read the counters of an article in any state, and its views over time")
    public ViewSeries read(@PathParam("article") String article,
            @QueryParam("from") @Parameter(
                    description = "The first day (UTC); by default the first of the " + ViewService.DEFAULT_POINTS
                            + " intervals that end with the last day.") LocalDate from,
            @QueryParam("to") @Parameter(description = "The last day (UTC); by default today.") LocalDate to,
            @QueryParam("interval") @Parameter(description = "The length of the intervals; the period can have at "
                    + "most " + ViewService.MAX_POINTS + " of them.",
                    schema = @Schema(implementation = ViewSeries.ViewInterval.class,
                            defaultValue = "day")) ViewSeries.ViewInterval viewInterval) {
        return views.series(article, from, to, viewInterval == null ? ViewSeries.ViewInterval.day : viewInterval);
    }

    @Consumes("application/json")
    @PUT
    @Operation(operationId = "setViews", summary = "Set the total number of views, for instance to that of a former "
            + "system",
            description = "Changes the total, not the views of the days.")
    public ViewCount set(@PathParam("article") String article, @NotNull @Valid ViewInput input) {
        return views.set(article, input.views());
    }

    @Consumes("application/json")
    @POST
    @Operation(operationId = "addViews", summary = "Add views that were counted elsewhere",
            description = "Changes the total, not the views of the days. "
                    + "Each call adds to the total; a repeated call adds again. A 409 if the total became too large.")
    public ViewCount add(@PathParam("article") String article, @NotNull @Valid ViewInput.ViewsToAdd input) {
        return views.add(article, input.views());
    }

    @DELETE
    @Operation(operationId = "resetViews", summary = "Reset the counters of an article: views, visitor days and views "
            + "over time")
    public void reset(@PathParam("article") String article) {
        views.reset(article);
    }
}
