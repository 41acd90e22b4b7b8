package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.security.Role;
import dev.byline.security.SessionStore;
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

/** Sign-in, sign-out and sessions of staff accounts and of members. */
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
            description = "The access token is valid for " + SessionStore.ACCESS_TOKEN_LIFETIME_MINUTES
                    + " minutes, the refresh token for " + SessionStore.REFRESH_TOKEN_LIFETIME_DAYS
                    + " days after its last exchange. All failed sign-ins get the same response.")
    public SignInResponse signIn(@NotNull @Valid SignInRequest input) {
        return SignInResponse.of(sessions.signIn(input));
    }

    @POST
    @Path("refresh")
    @Consumes("application/json")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "refreshSession", summary = "Exchange a refresh token for new tokens",
            description = "The former tokens become invalid. A second use of a refresh token ends its session.")
    public SignInResponse refresh(@NotNull @Valid RefreshRequest input) {
        return SignInResponse.of(sessions.refresh(input.refreshToken()));
    }

    @GET
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "listSessions", summary = "List your sessions")
    public SessionList list() {
        return sessions.list();
    }

    @DELETE
    @Path("current")
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "signOut", summary = "Sign out: the tokens of this session become invalid at once")
    public void signOut() {
        sessions.closeCurrent();
    }

    @DELETE
    @Path("{session}")
    @RolesAllowed(Role.SIGNED_IN)
    @Operation(operationId = "closeSession", summary = "End one of your sessions")
    public void close(@PathParam("session") String session) {
        sessions.close(Slugs.parseId(session));
    }
}
