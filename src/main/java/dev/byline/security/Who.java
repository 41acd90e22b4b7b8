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
record Who(String name, UUID account, UUID member, UUID key, UUID session, String role, Set<String> scopes) {
    static final String ATTRIBUTE = "byline.who";

    /** What the platform asks: scopes are roles to it, and so are roles, unless a key has fewer scopes than its role. */
    QuarkusSecurityIdentity identity() {
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name))
                .addAttribute(ATTRIBUTE, this);
        if (member != null) {
            return identity.addRole(Role.MEMBER).build();
        }
        identity.addRole(Role.STAFF);
        if (scopes == null) {
            Role.upTo(role).forEach(identity::addRole);
        }
        may().forEach(identity::addRole);
        return identity.build();
    }

    /** The scopes that it has. */
    Set<String> may() {
        var may = Scope.of(role);
        if (scopes != null) {
            may.retainAll(scopes);
        }
        return may;
    }
}
