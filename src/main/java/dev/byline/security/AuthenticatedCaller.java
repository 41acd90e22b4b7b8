package dev.byline.security;

import java.util.Set;
import java.util.UUID;

import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * The caller that an API key, an access token or a token of the OpenID provider identifies.
 *
 * @param name
 *            the name of the key or account, or {@code member}
 * @param account
 *            the staff account, or null
 * @param member
 *            the member, or null
 * @param key
 *            the API key, or null
 * @param session
 *            the session of the access token, or null
 * @param role
 *            one of {@link Role}
 * @param scopes
 *            the scopes of a key that has fewer than its role; null for all scopes of the role
 */
public record AuthenticatedCaller(
        String name,
        UUID account,
        UUID member,
        UUID key,
        UUID session,
        String role,
        Set<String> scopes) {
    /** The name of the attribute of the security identity that contains this record. */
    public static final String IDENTITY_ATTRIBUTE = "byline.caller";

    /** Creates the caller of a staff account that signed in with an OpenID provider. */
    public static AuthenticatedCaller account(String name, UUID account, String role) {
        return new AuthenticatedCaller(name, account, null, null, null, role, null);
    }

    /**
     * Returns the security identity of Quarkus. Its roles are the scopes of the caller, {@code member} for a member,
     * and for staff also the names of the roles, unless a key has scopes of its own.
     */
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

    /** Returns the scopes of the role, restricted to the scopes of the key if it has any. */
    Set<String> effectiveScopes() {
        var effective = Scope.ofRole(role);
        if (scopes != null) {
            effective.retainAll(scopes);
        }
        return effective;
    }
}
