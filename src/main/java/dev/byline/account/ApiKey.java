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

/**
 * An API key of the admin API. It belongs to an account and takes its role from there, or it belongs to no account and
 * has a role of its own. Only the SHA-256 of its secret is stored.
 */
@Entity
class ApiKey {
    @Id
    UUID id;
    @Version
    int version = 1;
    String name;
    UUID accountId;
    /** The role of a key of no account; null for a key of an account, which has the role of the account. */
    @Enumerated(EnumType.STRING)
    StaffRole role;
    /** The scopes of the key; null for all scopes of its role. */
    List<String> scopes;
    byte[] hash;
    String hint;
    Instant createdAt;
    Instant expiresAt;
    Instant lastUsedAt;
    byte[] formerHash;
    Instant formerUntil;

    /** Gives the key a new secret and returns it. The former secret stays valid until the given time. */
    String rotateSecret(Instant graceEnd) {
        formerHash = hash;
        formerUntil = graceEnd;
        var key = SecretGenerator.generate(ApiKeyStore.KEY_PREFIX);
        hash = Sha256.of(key);
        hint = ApiKeyStore.hint(key);
        return key;
    }
}
