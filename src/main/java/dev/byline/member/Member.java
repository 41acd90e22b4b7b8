package dev.byline.member;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A reader with an account. */
@Entity
class Member {
    @Id
    UUID id;
    @Version
    int version = 1;
    String name;
    String email;
    String emailNorm;
    String passwordHash;
    String locale;
    Instant createdAt;
    /** The time at which the address was verified; until then the member cannot sign in. */
    Instant verifiedAt;
}
