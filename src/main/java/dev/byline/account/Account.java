package dev.byline.account;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A staff account: an author, an editor or an admin. */
@Entity
class Account {
    @Id
    UUID id;
    @Version
    int version = 1;
    String name;
    String email;
    String emailNorm;
    @Enumerated(EnumType.STRING)
    StaffRole role;
    boolean active;
    String passwordHash;
    /**
     * The issuer and subject of the OpenID provider, separated by a space; null if the owner never signed in by one.
     */
    String externalId;
    Instant createdAt;
    /** The name of the account that created this one; null if a key without an account did, or a provider. */
    String invitedBy;

    /** Whether the owner has no way to sign in yet, so that a mail with a link is an invitation. */
    boolean isInvited() {
        return passwordHash == null && externalId == null;
    }
}
