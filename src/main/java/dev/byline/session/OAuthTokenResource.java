package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.Operation;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.Share;
import dev.byline.problem.ProblemException;
import dev.byline.security.SessionStore;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/**
 * Sign-in as the token endpoint of OAuth 2.0 (RFC 6749 §4.3 and §6), because Swagger UI and many tools support it.
 * The contract names this endpoint as the {@code tokenUrl} of the security scheme {@code signIn}.
 */
@Path(Paths.OAUTH_TOKEN)
@Produces("application/json")
class OAuthTokenResource {
    private static final int MAX_BODY_SIZE = 8192;

    private final SignInService signIn;

    OAuthTokenResource(SignInService signIn) {
        this.signIn = signIn;
    }

    /** The token response (RFC 6749 §5.1). */
    public record OAuthToken(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") String refreshToken) {

        static OAuthToken of(SessionStore.SessionTokens sessionTokens) {
            return new OAuthToken(sessionTokens.accessToken(), "Bearer",
                    SessionStore.ACCESS_TOKEN_LIFETIME_MINUTES * 60L,
                    sessionTokens.refreshToken());
        }
    }

    @InShare(Share.PASSWORDS)
    @POST
    @Consumes("application/x-www-form-urlencoded")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited(value = { "sign-in", "sign-in-email", "sign-in-strangers", "refresh" }, explicit = true)
    @Operation(hidden = true)
    public OAuthToken token(String form) {
        var fields = new QueryStringDecoder(form == null ? "" : form, false);
        var grant = field(fields, "grant_type");
        return switch (grant) {
            case "password" -> OAuthToken.of(signIn
                    .signIn(new SignInRequest(field(fields, "username"), field(fields, "password"))));
            case "refresh_token" -> OAuthToken.of(signIn.refresh(field(fields, "refresh_token")));
            default -> throw ProblemException.invalid("/grant_type", "must be password or refresh_token");
        };
    }

    private static String field(QueryStringDecoder form, String name) {
        var values = form.parameters().get(name);
        if (values == null || values.size() != 1 || values.get(0).indexOf('\0') >= 0) {
            throw ProblemException.invalid("/" + name, "must be present exactly once");
        }
        return values.get(0);
    }
}
