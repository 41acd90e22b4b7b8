package dev.byline.security;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

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
        return who().map(Who::name).orElse("anonymous");
    }

    /** The staff account, also the one that an API key belongs to. */
    public Optional<UUID> account() {
        return of(Who::account);
    }

    /** The reader who signed in. */
    public Optional<UUID> member() {
        return of(Who::member);
    }

    /** The API key. */
    public Optional<UUID> key() {
        return of(Who::key);
    }

    /** The session, of whoever signed in with a password. */
    public Optional<UUID> session() {
        return of(Who::session);
    }

    /** Whether it is somebody of the staff, or a key. */
    public boolean isStaff() {
        return may(Role.STAFF);
    }

    /** Whether the caller has a role of {@link Role}, or one that includes it; a key of few scopes has none. */
    public boolean has(String role) {
        return may(role);
    }

    /** Whether the caller may do what needs the scope. */
    public boolean may(String scope) {
        return isRequest() && identity.hasRole(scope);
    }

    /** The scopes of the caller; none of a reader. */
    public Set<String> scopes() {
        return who().filter(who -> who.member() == null).map(Who::may).orElse(Set.of());
    }

    /** The role of the account or key, whatever its scopes are. */
    public Optional<String> role() {
        return of(Who::role);
    }

    /** Whether other people's articles are invisible to the caller. */
    public boolean seesOnlyOwnArticles() {
        return role().filter(Role.AUTHOR::equals).isPresent();
    }

    private <T> Optional<T> of(Function<Who, T> part) {
        return who().map(part);
    }

    private Optional<Who> who() {
        return isRequest() ? Optional.ofNullable(identity.getAttribute(Who.ATTRIBUTE)) : Optional.empty();
    }

    private static boolean isRequest() {
        return Arc.container().requestContext().isActive();
    }
}
