package dev.byline.security;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.ProblemResponses;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Authenticates requests by {@code Authorization: Bearer <key or access token>} (RFC 6750 §2.1). A key or token that is
 * unknown or not valid any more gets a 401. A request without such a header is anonymous. If an OpenID provider is
 * configured, a JWT is left to Quarkus.
 */
@ApplicationScoped
class BearerAuthentication
        implements
            HttpAuthenticationMechanism,
            IdentityProvider<BearerAuthentication.BearerRequest> {
    private static final String SCHEME_PREFIX = "bearer ";
    private static final Pattern JWT_PATTERN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    /** Higher than the priority of the mechanisms of Quarkus, so that this class writes the 401 responses. */
    private static final int MECHANISM_PRIORITY = 2000;

    private final ApiKeyStore keys;
    private final SessionStore sessionStore;
    private final boolean openIdEnabled;

    BearerAuthentication(ApiKeyStore keys, SessionStore sessionStore,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean openIdEnabled) {
        this.openIdEnabled = openIdEnabled;
        this.keys = keys;
        this.sessionStore = sessionStore;
    }

    /** The key or access token of the header. */
    static final class BearerRequest extends BaseAuthenticationRequest {
        private final String token;

        BearerRequest(String token) {
            this.token = token;
        }
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        var header = context.request().getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME_PREFIX)) {
            return Uni.createFrom().nullItem();
        }
        var token = header.substring(SCHEME_PREFIX.length()).strip();
        if (openIdEnabled && JWT_PATTERN.matcher(token).matches()) {
            // A token of the OpenID provider, which the mechanism of Quarkus verifies.
            return Uni.createFrom().nullItem();
        }
        var request = new BearerRequest(token);
        return manager.authenticate(HttpSecurityUtils.setRoutingContextAttribute(request, context));
    }

    @Override
    public int getPriority() {
        return MECHANISM_PRIORITY;
    }

    @Override
    public Class<BearerRequest> getRequestType() {
        return BearerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(BearerRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> identify(request.token));
    }

    private SecurityIdentity identify(String token) {
        try {
            var authenticatedCaller = token.length() > SessionStore.MAX_TOKEN_LENGTH
                    ? null
                    : (token.startsWith(SessionStore.ACCESS_TOKEN_PREFIX)
                            ? sessionStore.findCaller(token)
                            : keys.findCaller(token)).orElse(null);
            if (authenticatedCaller == null) {
                throw new AuthenticationFailedException("The key or token is unknown or not valid any more");
            }
            return authenticatedCaller.toSecurityIdentity();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    /** Carries the cause to the exception mapper, which responds with a 503. */
    private static final class DatabaseUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DatabaseUnavailableException(SQLException cause) {
            super(cause);
        }
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        ProblemResponses.write(context, ProblemResponses.unauthenticated(context));
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"byline\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(BearerRequest.class);
    }
}
