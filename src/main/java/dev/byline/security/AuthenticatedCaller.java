package dev.byline.security;

import java.util.Set;
import java.util.UUID;

import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * Whoever was recognised, however that was: by a key, by a sign-in, by an OpenID provider.
 *
 * @param account
 *            the staff account, or null
 * @param member
 *            the reader, or null
 * @param key
 *            the API key, or null
 * @param session
 *            the session, or null
 * @param role
 *            one of {@link Role}
 * @param scopes
 *            of a key that may do less than its role; null for all that the role may
 */
public record AuthenticatedCaller(
        String name,
        UUID account,
        UUID member,
        UUID key,
        UUID session,
        String role,
        Set<String> scopes) {
    /** The name of the identity's attribute that is the caller. */
    public static final String IDENTITY_ATTRIBUTE = "byline.who";

    /** Somebody of the staff, by their account. */
    public static AuthenticatedCaller account(String name, UUID account, String role) {
        return new AuthenticatedCaller(name, account, null, null, null, role, null);
    }

    /** What the platform asks: scopes are roles to it, and so are roles, unless a key has fewer scopes than its role. */
    public QuarkusSecurityIdentity toSecurityIdentity() {
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name))
                .addAttribute(IDENTITY_ATTRIBUTE, this);
        if (session != null) {
            identity.addRole(Role.SIGNED_IN);
        }
        if (member != null) {
            return identity.addRole(Role.MEMBER).build();
        }
        identity.addRole(Role.STAFF);
        if (scopes == null) {
            Role.includedRoles(role).forEach(identity::addRole);
        }
        effectiveScopes().forEach(identity::addRole);
        return identity.build();
    }

    /** The scopes that it has. */
    Set<String> effectiveScopes() {
        var effective = Scope.ofRole(role);
        if (scopes != null) {
            effective.retainAll(scopes);
        }
        return effective;
    }
}
