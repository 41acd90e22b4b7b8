package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** The admin API of the revisions of an article. */
@Path(Paths.ADMIN_API + "/articles/{article}/revisions")
@Produces("application/json")
@RolesAllowed(Scope.ARTICLES_READ)
@Tag(name = "Staff: revisions")
class RevisionResource {
    private final ArticleRevisions revisions;
    private final ArticleService articles;

    RevisionResource(ArticleRevisions revisions, ArticleService articles) {
        this.revisions = revisions;
        this.articles = articles;
    }

    @GET
    @Operation(operationId = "listRevisions", summary = "List the saves of an article, newest first")
    public Page<RevisionSummary> list(@PathParam("article") String article, @BeanParam PageQuery page) {
        return revisions.list(article, page);
    }

    @GET
    @Path("{version}")
    @Operation(operationId = "getRevision", summary = "Read a revision with its full content")
    public RevisionDetail read(@PathParam("article") String article, @PathParam("version") String version) {
        return revisions.read(article, ArticleRevisions.parseVersion(version));
    }

    @GET
    @Path("{version}/changes")
    @Operation(operationId = "compareRevisions", summary = "Compare a revision with an earlier one, field by field")
    public RevisionChanges compare(@PathParam("article") String article, @PathParam("version") String version,
            @QueryParam("since") @Parameter(
                    description = "The version of the revision to compare with; the previous revision if "
                            + "absent.") Integer since) {
        return revisions.compare(article, ArticleRevisions.parseVersion(version), since);
    }

    @POST
    @Path("{version}/restore")
    @RolesAllowed(Scope.ARTICLES_WRITE)
    @Operation(operationId = "restoreRevision", summary = "Save the content of an old revision again",
            description = "Replaces the content of the working copy; readers do not see the change until it is "
                    + "published. The date of the change (`updatedAt`) is not restored.")
    public WorkingCopy restore(@PathParam("article") String article, @PathParam("version") String version,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("dropMissing") @Parameter(
                    description = "True drops authors, categories and tags that were deleted since. Otherwise a 409 "
                            + "lists them.") Boolean dropMissing) {
        return articles.restoreRevision(article, ifMatch, ArticleRevisions.parseVersion(version),
                Boolean.TRUE.equals(dropMissing));
    }
}
