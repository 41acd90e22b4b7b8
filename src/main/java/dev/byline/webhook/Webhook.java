package dev.byline.webhook;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A webhook: an address that is told of changes, with the secret that signs what is sent there. */
@Entity
class Webhook {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The length of a secret; Standard Webhooks asks for 24 to 64 bytes. A multiple of three needs no padding. */
    private static final int SECRET_BYTES = 24;

    @Id
    UUID id;
    @Version
    int version = 1;
    @Enumerated(EnumType.STRING)
    ReceiverKind kind = ReceiverKind.webhook;
    String url;
    List<String> events;
    List<String> include;
    boolean imports;
    String description;
    boolean active;
    @Enumerated(EnumType.STRING)
    Stopped stopped;
    String reason;
    Instant stoppedAt;
    String secret;
    String formerSecret;
    Instant formerUntil;
    /** Written by {@link DeliveryClaims} only, like {@link #heldUntil}. */
    @Column(insertable = false, updatable = false)
    Instant failingSince;
    @Column(insertable = false, updatable = false)
    Instant heldUntil;
    Instant createdAt;

    /**
     * The reasons for which the service stops a webhook: the receiver failed for a day, or answered 410.
     */
    enum Stopped {
        paused,
        disabled
    }

    /** Gives the webhook a new secret and returns it. The former secret also signs until the given time. */
    String rotateSecret(Instant graceEnd) {
        formerSecret = secret;
        formerUntil = secret == null ? null : graceEnd;
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        secret = WebhookSignature.SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
        return secret;
    }

    /** Turns the webhook on or off. Turning it on ends what the service has stopped. */
    void setActive(boolean newActive) {
        active = newActive;
        if (newActive) {
            stopped = null;
            reason = null;
            stoppedAt = null;
        }
    }
}
