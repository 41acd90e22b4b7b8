package dev.byline.home;

import java.util.LinkedHashMap;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.site.SiteService;
import dev.byline.web.Cached;
import dev.byline.web.ManagementServer;
import dev.byline.web.Paths;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The index of the API. */
@Path(Paths.PUBLIC_API)
@Produces("application/json")
@Tag(name = "Reading: site")
class ApiIndexResource {
    /** Lists whose path is their name. */
    private static final List<String> LISTS = List.of("site", "articles", "categories", "tags", "authors", "search");

    private final SiteService site;
    private final ManagementServer management;

    ApiIndexResource(SiteService site, ManagementServer management) {
        this.site = site;
        this.management = management;
    }

    @GET
    @Cached
    @Operation(operationId = "getApiIndex", summary = "Read the index of the API",
            description = "`contract`, `swaggerUi` and `health` are absent if they have a port of their own.")
    public ApiIndex read() {
        var links = new LinkedHashMap<String, String>();
        LISTS.forEach(name -> links.put(name, Paths.PUBLIC_API + "/" + name));
        links.put("feed", Paths.PUBLIC_API + "/feeds/atom");
        links.put("siteMap", "/sitemap.xml");
        links.put("signIn", Paths.PUBLIC_API + "/sessions");
        links.put("admin", Paths.ADMIN_API + "/articles");
        if (!management.hasOwnPort()) {
            links.put("contract", Paths.CONTRACT);
            links.put("swaggerUi", Paths.SWAGGER_UI + "/");
            links.put("health", Paths.HEALTH);
        }
        return new ApiIndex(site.readPublic().title, links);
    }
}
