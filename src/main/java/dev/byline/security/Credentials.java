package dev.byline.security;

import java.util.Optional;
import java.util.UUID;

/** Whoever can sign in with email and password: the staff, and readers. */
public interface Credentials {
    /** Whose these are. */
    Sessions.Kind kind();

    /** The one whose email this is, however it is written. */
    Optional<Found> find(String email);

    /**
     * Somebody with an email.
     *
     * @param passwordHash
     *            what {@link Passwords} made, or null for whoever has no password
     * @param usable
     *            whether signing in is possible at all
     */
    record Found(UUID id, String passwordHash, boolean usable) {}
}
