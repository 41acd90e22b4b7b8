package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.byline.security.ApiKeyStore;
import dev.byline.security.SecretGenerator;
import dev.byline.security.Sha256;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A key of an account, or one of no account with a role of its own. */
@Entity
class ApiKey {
    @Id
    UUID id;
    @Version
    int version = 1;
    String name;
    UUID accountId;
    /** Null for the key of an account, which has the account's. */
    @Enumerated(EnumType.STRING)
    StaffRole role;
    /** Null for all that the role may. */
    List<String> scopes;
    byte[] hash;
    String hint;
    Instant createdAt;
    Instant expiresAt;
    Instant lastUsedAt;
    byte[] formerHash;
    Instant formerUntil;

    /** Gets a new secret; the former one lives on until then. */
    String rotateSecret(Instant graceEnd) {
        formerHash = hash;
        formerUntil = graceEnd;
        var key = SecretGenerator.generate(ApiKeyStore.KEY_PREFIX);
        hash = Sha256.of(key);
        hint = ApiKeyStore.hint(key);
        return key;
    }
}
