package dev.byline.security;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/**
 * The caller of the current request. Features use this class and never the security API of Quarkus, so that API keys,
 * sign-ins and OpenID tokens look the same to them. Outside of a request there is no caller.
 */
@Singleton
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Returns the name for the audit log: the name of the key or the account, {@code member}, or {@code anonymous}. */
    public String name() {
        return authenticated().map(AuthenticatedCaller::name).orElse("anonymous");
    }

    /** Returns the id of the key, account or member; {@code anonymous} for every request without credentials. */
    public String id() {
        return authenticated().map(authenticatedCaller -> String.valueOf(
                authenticatedCaller.key() != null
                        ? authenticatedCaller.key()
                        : authenticatedCaller.account() != null
                                ? authenticatedCaller.account()
                                : authenticatedCaller.member()))
                .orElse("anonymous");
    }

    /** Returns the id of the staff account; for an API key, the account that the key belongs to. */
    public Optional<UUID> account() {
        return get(AuthenticatedCaller::account);
    }

    /** Returns the id of the member who signed in. */
    public Optional<UUID> member() {
        return get(AuthenticatedCaller::member);
    }

    /** Returns the id of the API key. */
    public Optional<UUID> key() {
        return get(AuthenticatedCaller::key);
    }

    /** Tells whether the caller is the admin key that {@code BYLINE_ADMIN_KEY} sets. */
    public boolean isEnvironmentKey() {
        return account().isEmpty() && key().isPresent() && ApiKeyStore.ENVIRONMENT_KEY_NAME.equals(name());
    }

    /** Returns the id of the session of an access token. */
    public Optional<UUID> session() {
        return get(AuthenticatedCaller::session);
    }

    /** Tells whether the caller is a staff account or an API key. */
    public boolean isStaff() {
        return hasScope(Role.STAFF);
    }

    /**
     * Tells whether the caller has a role of {@link Role} or one that includes it; a key with scopes of its own has
     * none.
     */
    public boolean hasRole(String role) {
        return hasScope(role);
    }

    /** Tells whether the caller has a scope of {@link Scope}. */
    public boolean hasScope(String scope) {
        return isRequest() && identity.hasRole(scope);
    }

    /** Returns the scopes of the caller; a member has none. */
    public Set<String> scopes() {
        return authenticated().filter(authenticatedCaller -> authenticatedCaller.member() == null)
                .map(AuthenticatedCaller::effectiveScopes).orElse(Set.of());
    }

    /** Throws a 403 unless the caller has all these scopes, because a caller cannot grant what the caller lacks. */
    public void requireScopes(Set<String> needed) {
        if (isRequest() && !scopes().containsAll(needed)) {
            var missing = new TreeSet<>(needed);
            missing.removeAll(scopes());
            throw ProblemException.of(ProblemType.FORBIDDEN,
                    "You cannot grant or change scopes that you lack: " + String.join(", ", missing)
                            + ". Ask an admin.");
        }
    }

    /** Returns the role of the account or key, regardless of its scopes; {@code member} for a member. */
    public Optional<String> role() {
        return get(AuthenticatedCaller::role);
    }

    /** Tells whether the caller sees only the articles of the own account, as authors do. */
    public boolean seesOnlyOwnArticles() {
        return role().filter(Role.AUTHOR::equals).isPresent();
    }

    private <T> Optional<T> get(Function<AuthenticatedCaller, T> property) {
        return authenticated().map(property);
    }

    private Optional<AuthenticatedCaller> authenticated() {
        return isRequest()
                ? Optional.ofNullable(identity.getAttribute(AuthenticatedCaller.IDENTITY_ATTRIBUTE))
                : Optional.empty();
    }

    private static boolean isRequest() {
        return Arc.container().requestContext().isActive();
    }
}
