package dev.byline.delivery;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.cache.ChangeTracker;
import dev.byline.listing.ArticleArchive;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoint of the public API for archive pages. */
@Path(Paths.PUBLIC_API + "/archive")
@Produces("application/json")
@Tag(name = "Reading: articles")
class ArchiveResource {
    private final ArticleArchive archive;

    ArchiveResource(ArticleArchive archive) {
        this.archive = archive;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "getArchive", summary = "Count the published articles of each month, newest month first",
            description = "Months begin in the site's `timeZone`; months without articles are left out. "
                    + "`publishedFrom` and `publishedTo` of a month are the filters with which `GET /api/v1/articles` "
                    + "lists its articles.")
    public ArticleArchive.Archive countByMonth(
            @QueryParam("locale") @Parameter(
                    description = "Only articles in this locale of the site; `vi-VN` and `VI` mean `vi`.") String locale,
            @QueryParam("category") @Parameter(
                    description = "Only articles in this category (id or slug) "
                            + "or in a category below it.") String category) {
        return archive.countByMonth(locale, category);
    }
}
