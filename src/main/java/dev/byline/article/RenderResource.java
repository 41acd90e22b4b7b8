package dev.byline.article;

import java.util.UUID;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.media.MediaReferences;
import dev.byline.problem.ProblemException;
import dev.byline.security.Scope;
import dev.byline.text.Slugs;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Renders a source without saving it, for editors that show the result while the author writes. */
@Path(Paths.ADMIN_API + "/render")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed(Scope.ARTICLES_WRITE)
@Tag(name = "Staff: previews")
class RenderResource {
    /** The id whose prefix the anchors of a source get that is not yet an article's. */
    private static final UUID NO_ARTICLE = new UUID(0, 0);

    private final MediaReferences media;

    RenderResource(MediaReferences media) {
        this.media = media;
    }

    @POST
    @Operation(operationId = "renderBody", summary = "Render a body without saving it",
            description = "The response has what saving and publishing this body would show: the same sanitized HTML, "
                    + "anchors, players of videos, excerpt and reading time. Nothing is written.")
    public RenderedSource render(@NotNull @Valid ArticleBody input,
            @QueryParam("article") @Parameter(description = "The id of the article, whose anchors begin with a prefix "
                    + "of their own.", example = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69") String article) {
        var body = new ArticleBody(input.format(), media.withoutHost(input.source())).render("/source")
                .forArticle(article == null ? NO_ARTICLE : requireId(article));
        return RenderedSource.of(body.withMedia(media.find(Stream.of(body.html()))));
    }

    private static UUID requireId(String article) {
        var id = Slugs.parseId(article);
        if (id == null) {
            throw ProblemException.invalidParameter("article", "must be the id of an article");
        }
        return id;
    }
}
