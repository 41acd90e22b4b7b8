package dev.byline.view;

import java.time.LocalDate;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** The endpoint of dropped views in the admin API. */
@Path(Paths.ADMIN_API + "/views/dropped")
@RolesAllowed(Scope.VIEWS_MANAGE)
@Tag(name = "Staff: views")
class DroppedViewsResource {
    private final ViewService views;

    DroppedViewsResource(ViewService views) {
        this.views = views;
    }

    @GET
    @Operation(operationId = "getDroppedViews", summary = "Read how many calls were not counted as views, by reason")
    public DroppedViews read(
            @QueryParam("from") @Parameter(
                    description = "The first day (UTC); by default the first of the " + ViewService.DEFAULT_POINTS
                            + " days that end with the last day.") LocalDate from,
            @QueryParam("to") @Parameter(description = "The last day (UTC); by default today.") LocalDate to) {
        return views.dropped(from, to);
    }
}
