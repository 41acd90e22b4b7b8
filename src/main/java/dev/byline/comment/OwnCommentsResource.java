package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.security.Role;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Endpoints of a member's own comments and likes; responses are never cached. */
@Path(Paths.PUBLIC_API + "/members/me")
@RolesAllowed(Role.MEMBER)
@Tag(name = "Reading: comments")
class OwnCommentsResource {
    private final OwnComments own;
    private final CommentReactions commentReactions;

    OwnCommentsResource(OwnComments own, CommentReactions commentReactions) {
        this.own = own;
        this.commentReactions = commentReactions;
    }

    @GET
    @Path("comments")
    @Operation(operationId = "listOwnComments", summary = "List your own comments, newest first, also those that wait "
            + "for a moderator")
    public Page<OwnComment> comments(@BeanParam PageQuery page) {
        return own.list(page);
    }

    @GET
    @Path("likes")
    @Operation(operationId = "listOwnLikes", summary = "List the comments of an article that you like")
    public CommentReactions.MemberLikes likes(
            @Parameter(description = "The article, by id or slug.", required = true,
                    schema = @Schema(examples = "two-copies-of-every-article")) @QueryParam("article") String article,
            @QueryParam("locale") String locale) {
        if (article == null) {
            throw ProblemException.invalidParameter("article", "must be given: the id or slug of an article");
        }
        return commentReactions.likes(article, locale);
    }
}
