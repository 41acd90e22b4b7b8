package dev.byline.spam;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.text.Slugs;
import dev.byline.web.CreatedResponse;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Endpoints of bans in the admin API. */
@Path(Paths.ADMIN_API + "/bans")
@RolesAllowed(Scope.COMMENTS_MODERATE)
@Tag(name = "Staff: comments")
class BanResource {
    private final Bans bans;

    BanResource(Bans bans) {
        this.bans = bans;
    }

    @GET
    @Operation(operationId = "listBans", summary = "Read the bans, newest first")
    public Page<Ban.BanDetail> list(
            @Parameter(description = "Only bans of this kind.") @QueryParam("kind") Ban.BanKind banKind,
            @BeanParam PageQuery page) {
        return bans.list(banKind, page);
    }

    @POST
    @Consumes("application/json")
    @Idempotent
    @Operation(operationId = "createBan", summary = "Ban a word, an email, or a range of addresses",
            description = "New comments from banned emails and addresses get a 403; comments with banned words are "
                    + "held or marked as spam. An email or address is stored as a keyed hash only.")
    @APIResponse(responseCode = "201", description = "The ban is in effect.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ban.BanDetail.class)))
    public RestResponse<Ban.BanDetail> create(@NotNull @Valid NewBan input) {
        var ban = bans.create(input);
        return CreatedResponse.at(Paths.ADMIN_API + "/bans/" + ban.id, ban);
    }

    @GET
    @Path("{ban}")
    @Operation(operationId = "getBan", summary = "Read a ban")
    public Ban.BanDetail read(@PathParam("ban") String ban) {
        return bans.read(Slugs.parseId(ban), ban);
    }

    @DELETE
    @Path("{ban}")
    @Operation(operationId = "liftBan", summary = "Lift a ban")
    public void lift(@PathParam("ban") String ban) {
        bans.lift(Slugs.parseId(ban), ban);
    }
}
