package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.Share;
import dev.byline.security.Role;
import dev.byline.security.SessionStore;
import dev.byline.text.Slugs;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
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
@Path(Paths.PUBLIC_API + "/sessions")
@Produces("application/json")
@Tag(name = "Signing in")
class SessionResource {
    private static final int MAX_BODY_SIZE = 4096;

    private final SignInService signIn;
    private final SessionService sessions;

    SessionResource(SignInService signIn, SessionService sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    @POST
    @Consumes("application/json")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited(value = { "sign-in", "sign-in-email", "sign-in-strangers" }, explicit = true)
    @APIResponseSchema(value = SignInResponse.class, responseDescription = "OK")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @InShare(Share.PASSWORDS)
    @Operation(operationId = "signIn", summary = "Sign in with email and password",
            description = "The access token is valid for " + SessionStore.ACCESS_TOKEN_LIFETIME_MINUTES
                    + " minutes, the refresh token for " + SessionStore.REFRESH_TOKEN_LIFETIME_DAYS
                    + " days after its last exchange. All failed sign-ins get the same response.")
    public SignInResponse signIn(@NotNull @Valid SignInRequest input) {
        return SignInResponse.of(signIn.signIn(input));
    }

    @POST
    @Path("refresh")
    @Consumes("application/json")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited(value = "refresh", explicit = true)
    @APIResponseSchema(value = SignInResponse.class, responseDescription = "OK")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @Operation(operationId = "refreshSession", summary = "Exchange a refresh token for new tokens",
            description = "The former tokens become invalid. A second use of a refresh token ends its session.")
    public SignInResponse refresh(@NotNull @Valid RefreshRequest input) {
        return SignInResponse.of(signIn.refresh(input.refreshToken()));
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
    public void close(@Parameter(description = "The session, by id.",
            example = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69") @PathParam("session") String session) {
        sessions.close(Slugs.parseId(session));
    }
}
