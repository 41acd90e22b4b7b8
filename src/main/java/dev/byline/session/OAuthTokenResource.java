package dev.byline.session;

import java.util.Locale;
import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.Share;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import dev.byline.security.SessionStore;
import dev.byline.session.OAuthError.OAuthException;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Sign-in as the token endpoint of OAuth 2.0 (RFC 6749 §4.3 and §6), because Swagger UI and many tools support it.
 * The contract names this endpoint as the {@code tokenUrl} of the security scheme {@code signIn}. Errors of the request
 * are those of RFC 6749 §5.2; a rate limit, a body that is too large and errors of the service are problem documents,
 * as everywhere.
 */
@Path(Paths.OAUTH_TOKEN)
@Produces(MediaType.APPLICATION_JSON)
class OAuthTokenResource {
    private static final int MAX_BODY_SIZE = 8192;
    private static final int BAD_REQUEST = 400;
    private static final Set<ProblemType> REQUEST_ERRORS = Set.of(ProblemType.MALFORMED_REQUEST,
            ProblemType.UNKNOWN_PARAMETER, ProblemType.INVALID_PARAMETER, ProblemType.UNSUPPORTED_MEDIA_TYPE);

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

    /** Has no {@code @Consumes}, because the platform would answer a wrong content type with a problem document. */
    @InShare(Share.PASSWORDS)
    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited(value = { "sign-in", "sign-in-email", "sign-in-strangers", "refresh" }, explicit = true)
    @Operation(hidden = true)
    public RestResponse<OAuthToken> token(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, String form) {
        var fields = parse(contentType, form);
        var grant = field(fields, "grant_type");
        var token = switch (grant) {
            case "password" -> OAuthToken.of(signIn
                    .signIn(new SignInRequest(field(fields, "username"), field(fields, "password"))));
            case "refresh_token" -> OAuthToken.of(signIn.refresh(field(fields, "refresh_token")));
            default -> throw new OAuthException(OAuthError.UNSUPPORTED_GRANT_TYPE,
                    "The grant_type must be password or refresh_token.");
        };
        return uncached(RestResponse.ResponseBuilder.ok(token));
    }

    @ServerExceptionMapper
    RestResponse<OAuthError> reject(OAuthException e) {
        return toResponse(e.error);
    }

    /** Converts the errors that the token endpoint shares with other operations. */
    @ServerExceptionMapper
    RestResponse<?> reject(ProblemException e, RoutingContext context) {
        if (e.type == ProblemType.UNAUTHENTICATED) {
            return toResponse(new OAuthError(OAuthError.INVALID_GRANT, e.getMessage()));
        }
        return REQUEST_ERRORS.contains(e.type)
                ? toResponse(new OAuthError(OAuthError.INVALID_REQUEST, e.getMessage()))
                : ProblemResponses.toResponse(e, context);
    }

    private static RestResponse<OAuthError> toResponse(OAuthError error) {
        return uncached(RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(BAD_REQUEST), error)
                .type(MediaType.APPLICATION_JSON_TYPE));
    }

    /** Adds the headers of RFC 6749 §5.1. */
    private static <T> RestResponse<T> uncached(RestResponse.ResponseBuilder<T> response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "private, no-store").header("Pragma", "no-cache").build();
    }

    private static QueryStringDecoder parse(String contentType, String form) {
        var mediaType = contentType == null ? "" : contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (form == null || !mediaType.equals(MediaType.APPLICATION_FORM_URLENCODED)) {
            throw new OAuthException(OAuthError.INVALID_REQUEST,
                    "Send a form with Content-Type: application/x-www-form-urlencoded.");
        }
        var fields = new QueryStringDecoder(form, false);
        try {
            fields.parameters();
        } catch (IllegalArgumentException malformed) {
            throw new OAuthException(OAuthError.INVALID_REQUEST,
                    "The form contains a percent sign that two hexadecimal digits do not follow.");
        }
        return fields;
    }

    private static String field(QueryStringDecoder form, String name) {
        var values = form.parameters().get(name);
        if (values == null || values.size() != 1) {
            throw new OAuthException(OAuthError.INVALID_REQUEST,
                    "The form must contain " + name + " exactly once.");
        }
        if (values.get(0).indexOf('\0') >= 0) {
            throw new OAuthException(OAuthError.INVALID_REQUEST, "The field " + name + " contains a NUL character.");
        }
        return values.get(0);
    }
}
