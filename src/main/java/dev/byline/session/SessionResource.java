package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Role;
import dev.byline.text.Slugs;
import dev.byline.web.MaxBodySize;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Sessions, for the staff and for readers. */
@Path("/api/v1/sessions")
@Produces("application/json")
@Tag(name = "Signing in")
class SessionResource {
    private static final int MAX_BODY_SIZE = 4096;

    private final SessionService sessions;

    SessionResource(SessionService sessions) {
        this.sessions = sessions;
    }

    @POST
    @Consumes("application/json")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "signIn", summary = "Sign in with email and password",
            description = "The access token lives for 15 minutes, the refresh token for 30 days from its last exchange. Whatever is wrong, the answer is the same.")
    public SignInResponse signIn(@NotNull @Valid SignInRequest input) {
        return SignInResponse.of(sessions.signIn(input));
    }

    @POST
    @Path("refresh")
    @Consumes("application/json")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "refreshSession", summary = "Exchange a refresh token for new tokens",
            description = "The former ones end by that. A refresh token that comes a second time ends its session.")
    public SignInResponse refresh(@NotNull @Valid RefreshRequest input) {
        return SignInResponse.of(sessions.refresh(input.refreshToken()));
    }

    @GET
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "listSessions", summary = "List your sign-ins")
    public SessionList list() {
        return sessions.list();
    }

    @DELETE
    @Path("current")
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "signOut", summary = "Sign out: the tokens of this sign-in end at once")
    public void signOut() {
        sessions.closeCurrent();
    }

    @DELETE
    @Path("{session}")
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "closeSession", summary = "End one of your sign-ins")
    public void close(@PathParam("session") String session) {
        sessions.close(Slugs.id(session));
    }
}
