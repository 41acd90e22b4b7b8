package dev.byline.security;

import java.util.Optional;
import java.util.UUID;

/** A source of accounts that can sign in with email and password: one implementation for staff, one for members. */
public interface CredentialStore {
    /** Returns the kind of account that this source has. */
    SessionStore.SubjectKind kind();

    /** Finds an account by its email, ignoring case and surrounding spaces. */
    Optional<StoredCredentials> findByEmail(String email);

    /**
     * The stored credentials of an account.
     *
     * @param passwordHash
     *            the hash of {@link PasswordHasher}, or null for an account without a password
     * @param canSignIn
     *            whether the account can sign in at all: false if it is deactivated
     */
    record StoredCredentials(UUID id, String passwordHash, boolean canSignIn) {}
}
