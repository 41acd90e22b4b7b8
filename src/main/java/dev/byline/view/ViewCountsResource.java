package dev.byline.view;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.web.Paths;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/**
 * The endpoint of the counters of many articles in the public API. A frontend with cached pages gets current numbers
 * for a whole page with one call.
 */
@Path(Paths.PUBLIC_API + "/views")
@Produces("application/json")
@Tag(name = "Reading: views")
class ViewCountsResource {
    private final ViewService views;

    ViewCountsResource(ViewService views) {
        this.views = views;
    }

    @GET
    @Operation(operationId = "listViews", summary = "Read the live counters of several published articles",
            description = "A page that was built or cached earlier gets its current numbers by one call. An "
                    + "article that is not live is left out.")
    public ViewCounts read(@QueryParam("articles") @Parameter(required = true,
            description = "The articles, by id or slug, 1 to " + ViewService.MAX_ARTICLES + ".",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = ViewService.MAX_ARTICLES,
                    examples = "two-copies-of-every-article")) List<String> articles,
            @QueryParam("locale") String locale) {
        return views.read(articles, locale, "articles");
    }
}
