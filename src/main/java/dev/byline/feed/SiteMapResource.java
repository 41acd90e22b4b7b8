package dev.byline.feed;

import java.nio.charset.StandardCharsets;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.cache.ChangeTracker;
import dev.byline.problem.ProblemException;
import dev.byline.site.PublicUrl;
import dev.byline.web.Cached;
import dev.byline.web.IgnoresUnknownParameters;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** Site maps and {@code robots.txt} at the root of the host, for search engines. {@code Accept} is ignored. */
@Path("/")
@IgnoresUnknownParameters
@Tag(name = "Reading: feeds")
class SiteMapResource {
    private static final String XML = "application/xml";
    private static final String TEXT = "text/plain";

    private final SiteMaps maps;
    private final PublicUrl address;

    SiteMapResource(SiteMaps maps, PublicUrl address) {
        this.maps = maps;
        this.address = address;
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("sitemap.xml")
    @Operation(operationId = "getSiteMap", summary = "Read the site map, or the index of its parts",
            description = "sitemaps.org 0.9: all published articles except those with `seo.noIndex` or a canonical "
                    + "address elsewhere, each with its "
                    + "translations; and the categories, tags and authors with published articles, if the site has "
                    + "templates for their URLs. Beyond " + SiteMaps.MAX_URLS + " URLs or " + SiteMaps.MAX_SIZE_MIB
                    + " MiB the response is an index of `/sitemap-1.xml`, "
                    + "`/sitemap-2.xml`, …")
    @APIResponse(responseCode = "200", description = "The site map, or the index of its parts.",
            content = @Content(mediaType = XML, schema = @Schema(implementation = String.class)))
    public RestResponse<byte[]> siteMap(@Context HttpServerRequest request) {
        return xml(maps.siteMapOrIndex(address.ofRequest(request)));
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("sitemap-{part}.xml")
    @Operation(operationId = "getSiteMapPart", summary = "Read one part of the site map",
            description = "`/sitemap.xml` names the parts.")
    @APIResponse(responseCode = "200", description = "The part of the site map.",
            content = @Content(mediaType = XML, schema = @Schema(implementation = String.class)))
    public RestResponse<byte[]> part(
            @Parameter(description = "The number of the part, from 1.", example = "1") @PathParam("part") String part,
            @Context HttpServerRequest request) {
        if (!part.matches("[1-9][0-9]{0,8}")) {
            throw ProblemException.notFound("part of the site map", part);
        }
        return xml(maps.part(Integer.parseInt(part), address.ofRequest(request)));
    }

    @GET
    @Cached(perHost = true)
    @Path("robots.txt")
    @Operation(operationId = "getRobots", summary = "Read the rules for crawlers and the address of the site map",
            description = "RFC 9309. A frontend on its own host names the site map in its own `robots.txt`.")
    @APIResponse(responseCode = "200", description = "The rules for crawlers.",
            content = @Content(mediaType = TEXT, schema = @Schema(implementation = String.class)))
    public RestResponse<byte[]> robots(@Context HttpServerRequest request) {
        var rules = "User-agent: *\nDisallow: " + Paths.ADMIN_API + "/\n\nSitemap: " + address.ofRequest(request)
                + "/sitemap.xml\n";
        return respond(rules.getBytes(StandardCharsets.UTF_8), TEXT);
    }

    private static RestResponse<byte[]> xml(byte[] document) {
        return respond(document, XML);
    }

    private static RestResponse<byte[]> respond(byte[] document, String type) {
        return RestResponse.ResponseBuilder.ok(document).header("Content-Type", type + ";charset=utf-8").build();
    }
}
