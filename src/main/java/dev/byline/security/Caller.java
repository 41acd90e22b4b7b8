package dev.byline.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who makes this request. Features ask here, and never the platform's security, so that every sign-in arrives alike. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** A short name for the audit log: the key's name, {@code anonymous} at the reading door. */
    public String name() {
        return identity.isAnonymous() ? "anonymous" : identity.getPrincipal().getName();
    }

    /** A signed-in reader. */
    public java.util.Optional<java.util.UUID> member() {
        return java.util.Optional.empty();
    }
}
