package dev.byline.view;

import java.time.LocalDate;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
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

/** Counters at the staff door. They have no version, so they take no {@code If-Match}. */
@Path("/api/v1/admin/articles/{article}/views")
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
                    description = "The first day (UTC); by itself 30 intervals before the last.") LocalDate from,
            @QueryParam("to") @Parameter(description = "The last day (UTC); by itself today.") LocalDate to,
            @QueryParam("interval") @Parameter(description = "What a point stands for; at most 400 of them.",
                    schema = @Schema(implementation = ViewSeries.ViewInterval.class,
                            defaultValue = "day")) ViewSeries.ViewInterval viewInterval) {
        return views.series(article, from, to, viewInterval == null ? ViewSeries.ViewInterval.day : viewInterval);
    }

    @Consumes("application/json")
    @PUT
    @Operation(operationId = "setViews", summary = "Set the views, for instance to those of an earlier system",
            description = "Changes the total; the days stay what they are.")
    public ViewCount set(@PathParam("article") String article, @NotNull @Valid ViewInput input) {
        return views.set(article, input.views());
    }

    @Consumes("application/json")
    @POST
    @Operation(operationId = "addViews", summary = "Add views that were counted elsewhere",
            description = "Changes the total; the days stay what they are. Each call adds: a 409 if the total became too large.")
    public ViewCount add(@PathParam("article") String article, @NotNull @Valid ViewInput.ViewsToAdd input) {
        return views.add(article, input.views());
    }

    @DELETE
    @Operation(operationId = "resetViews", summary = "Begin from zero, without views, visitor days and history")
    public void reset(@PathParam("article") String article) {
        views.reset(article);
    }
}
