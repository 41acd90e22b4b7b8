package dev.byline.home;

import java.util.Map;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.database.JdbcQueries;
import dev.byline.site.SiteService;
import dev.byline.web.HtmlPage;
import dev.byline.web.IgnoresUnknownParameters;
import dev.byline.web.ManagementServer;
import dev.byline.web.Paths;
import io.quarkus.qute.Engine;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

/**
 * The page at the root of the service: what the service is, where to go, and the first steps while there are no
 * articles. {@code Accept} is ignored.
 */
@Path("/")
@IgnoresUnknownParameters
class HomePageResource {
    private static final int OK = 200;

    private final SiteService site;
    private final JdbcQueries jdbcQueries;
    private final ManagementServer management;
    private final Engine engine;
    private final boolean hasReaderPage;

    HomePageResource(SiteService site, JdbcQueries jdbcQueries, ManagementServer management, Engine engine,
            @ConfigProperty(name = Paths.READER_PAGE_SETTING, defaultValue = "true") boolean hasReaderPage) {
        this.site = site;
        this.jdbcQueries = jdbcQueries;
        this.management = management;
        this.engine = engine;
        this.hasReaderPage = hasReaderPage;
    }

    @GET
    @Operation(hidden = true)
    public RestResponse<byte[]> show(@Context HttpServerRequest request) {
        var page = HtmlPage.create();
        var settings = site.readPublic();
        var html = engine.getTemplate("home/home.html").data(Map.of("nonce", page.nonce(), "title", settings.title,
                "locale", settings.defaultLocale, "noArticles", hasNoArticles(), "staff",
                management.isReachedBy(request),
                "reader", hasReaderPage, "api", Paths.PUBLIC_API, "desk", Paths.SWAGGER_UI + "/", "contract",
                Paths.CONTRACT, "health", Paths.HEALTH)).render();
        return page.respond(OK, html, "no-cache", HtmlPage.ICON_ONLY);
    }

    private boolean hasNoArticles() {
        return jdbcQueries.list("select 1 from article limit 1", Map.of(), row -> row.getInt(1)).isEmpty();
    }
}
