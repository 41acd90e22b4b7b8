package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

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
    @Operation(operationId = "getViewsForStaff", summary = "Read the counters of an article in any state")
    public ViewCount read(@PathParam("article") String article) {
        return views.readForStaff(article);
    }

    @Consumes("application/json")
    @PUT
    @Operation(operationId = "setViews", summary = "Set the views, for instance to those of an earlier system")
    public ViewCount set(@PathParam("article") String article, @NotNull @Valid ViewInput input) {
        return views.set(article, input.views());
    }

    @DELETE
    @Operation(operationId = "resetViews", summary = "Set the views back to zero")
    public void reset(@PathParam("article") String article) {
        views.set(article, 0);
    }
}
