package dev.byline.security;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

import dev.byline.problem.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows a caller by {@code Authorization: Bearer <key>} (RFC 6750 §2.1) and refuses the rest with a problem. */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism, IdentityProvider<TokenAuthenticationRequest> {
    private static final String SCHEME = "bearer ";
    private static final int MAX_KEY = 512;

    private final ApiKeys keys;

    KeyAuthentication(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        var header = context.request().getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Uni.createFrom().nullItem();
        }
        var key = header.substring(SCHEME.length()).strip();
        var request = new TokenAuthenticationRequest(new TokenCredential(key, "bearer"));
        return manager.authenticate(HttpSecurityUtils.setRoutingContextAttribute(request, context));
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request,
            AuthenticationRequestContext context) {
        return context.runBlocking(() -> identify(request.getToken().getToken()));
    }

    private SecurityIdentity identify(String key) {
        try {
            var holder = key.length() > MAX_KEY ? null : keys.find(key).orElse(null);
            if (holder == null) {
                throw new AuthenticationFailedException("unknown key");
            }
            var identity = QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(holder.name()))
                    .addRole(holder.role());
            return (holder.role().equals(Role.ADMIN) ? identity.addRole(Role.EDITOR) : identity).build();
        } catch (SQLException e) {
            throw new DatabaseAwayException(e);
        }
    }

    /** Carries the cause to the mapper that answers 503. */
    private static final class DatabaseAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DatabaseAwayException(SQLException cause) {
            super(cause);
        }
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        Problems.write(context, Problems.unauthenticated());
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"byline\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }
}
