package dev.byline.site;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.security.Scope;
import dev.byline.web.Cached;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;

/** Endpoints of the site settings, in the public API and in the admin API. */
@Path(Paths.PUBLIC_API)
class SiteResource {
    private final SiteService site;
    private final MergePatch mergePatch;

    SiteResource(SiteService site, MergePatch mergePatch) {
        this.site = site;
        this.mergePatch = mergePatch;
    }

    @GET
    @Path("site")
    @Cached
    @Tag(name = "Reading: site")
    @Operation(operationId = "getSite", summary = "Read the settings of the site: title, locales, policies, frontend "
            + "URLs",
            description = "The title, the locales and the policies that a frontend needs, and the addresses of "
                    + "its pages.")
    public SiteDetail.PublicSite read() {
        return site.readPublic();
    }

    @GET
    @Path("admin/site")
    @RolesAllowed(Scope.ARTICLES_READ)
    @Tag(name = "Staff: site")
    @Operation(operationId = "getSiteForStaff", summary = "Read the settings of the site with their version")
    public SiteDetail readForStaff() {
        return site.read();
    }

    @PATCH
    @Path("admin/site")
    @RolesAllowed(Scope.SITE_MANAGE)
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Tag(name = "Staff: site")
    @Operation(operationId = "patchSite", summary = "Change the settings of the site")
    public SiteDetail patch(@HeaderParam("If-Match") String ifMatch, @RequestBody(required = true, content = {
            @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = SiteInput.class)) }) JsonNode patch) {
        return site.change(ifMatch, current -> mergePatch.apply(current, patch, SiteInput.class));
    }
}
