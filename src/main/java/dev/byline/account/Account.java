package dev.byline.account;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Somebody of the staff. */
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
    /** Who the OpenID provider says it is, issuer and subject; null for whoever never came from one. */
    String externalId;
    Instant createdAt;
}
