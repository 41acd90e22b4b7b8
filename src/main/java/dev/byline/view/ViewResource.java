package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.http.MaxBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Views at the reading door. */
@Path("/api/v1/articles/{article}/views")
@Produces("application/json")
@Tag(name = "Reading: views")
class ViewResource {
    private static final int MAX_BODY = 2 * 1024;

    private final ViewService views;

    ViewResource(ViewService views) {
        this.views = views;
    }

    @Consumes("application/json")
    @POST
    @ResponseStatus(202)
    @APIResponseSchema(value = ViewCount.class, responseCode = "202",
            responseDescription = "Counted; the view is on disk.")
    @MaxBody(MAX_BODY)
    @Operation(operationId = "countView", summary = "Count one view of a published article",
            description = "When the answer arrives, the view is on disk.")
    public ViewCount count(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            ViewInput.View view) {
        return views.count(article, locale);
    }

    @GET
    @Operation(operationId = "getViews", summary = "Read the live counters of a published article")
    public ViewCount read(@PathParam("article") String article,
            @QueryParam("locale") String locale) {
        return views.read(article, locale);
    }
}
