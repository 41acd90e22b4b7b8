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
 * Who makes this request. Features ask here, and never the platform's security, so that every sign-in arrives alike.
 * Outside of a request there is nobody.
 */
@Singleton
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** A short name for the audit log: the key's or the account's, {@code member}, or {@code anonymous}. */
    public String name() {
        return authenticated().map(AuthenticatedCaller::name).orElse("anonymous");
    }

    /** What nobody else is called, for instance the key's id; {@code anonymous} for all without credentials. */
    public String id() {
        return authenticated().map(authenticatedCaller -> String.valueOf(
                authenticatedCaller.key() != null
                        ? authenticatedCaller.key()
                        : authenticatedCaller.account() != null
                                ? authenticatedCaller.account()
                                : authenticatedCaller.member()))
                .orElse("anonymous");
    }

    /** The staff account, also the one that an API key belongs to. */
    public Optional<UUID> account() {
        return get(AuthenticatedCaller::account);
    }

    /** The reader who signed in. */
    public Optional<UUID> member() {
        return get(AuthenticatedCaller::member);
    }

    /** The API key. */
    public Optional<UUID> key() {
        return get(AuthenticatedCaller::key);
    }

    /** The session, of whoever signed in with a password. */
    public Optional<UUID> session() {
        return get(AuthenticatedCaller::session);
    }

    /** Whether it is somebody of the staff, or a key. */
    public boolean isStaff() {
        return hasScope(Role.STAFF);
    }

    /** Whether the caller has a role of {@link Role}, or one that includes it; a key of few scopes has none. */
    public boolean hasRole(String role) {
        return hasScope(role);
    }

    /** Whether the caller may do what needs the scope. */
    public boolean hasScope(String scope) {
        return isRequest() && identity.hasRole(scope);
    }

    /** The scopes of the caller; none of a reader. */
    public Set<String> scopes() {
        return authenticated().filter(authenticatedCaller -> authenticatedCaller.member() == null)
                .map(AuthenticatedCaller::effectiveScopes).orElse(Set.of());
    }

    /** 403 unless the caller has all these scopes: nobody gives away what they have not. */
    public void requireScopes(Set<String> needed) {
        if (isRequest() && !scopes().containsAll(needed)) {
            var missing = new TreeSet<>(needed);
            missing.removeAll(scopes());
            throw ProblemException.of(ProblemType.FORBIDDEN,
                    "This is about more than you may do yourself: you lack " + String.join(", ", missing) + ".");
        }
    }

    /** The role of the account or key, whatever its scopes are. */
    public Optional<String> role() {
        return get(AuthenticatedCaller::role);
    }

    /** Whether other people's articles are invisible to the caller. */
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
