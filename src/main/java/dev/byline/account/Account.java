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
}
