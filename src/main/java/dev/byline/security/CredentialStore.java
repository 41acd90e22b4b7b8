package dev.byline.security;

import java.util.Optional;
import java.util.UUID;

/** Whoever can sign in with email and password: the staff, and readers. */
public interface CredentialStore {
    /** Whose these are. */
    SessionStore.SubjectKind kind();

    /** The one whose email this is, however it is written. */
    Optional<StoredCredentials> findByEmail(String email);

    /**
     * Somebody with an email.
     *
     * @param passwordHash
     *            what {@link PasswordHasher} made, or null for whoever has no password
     * @param canSignIn
     *            whether signing in is possible at all
     */
    record StoredCredentials(UUID id, String passwordHash, boolean canSignIn) {}
}
