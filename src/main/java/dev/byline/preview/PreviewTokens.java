package dev.byline.preview;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Signs and verifies the tokens of preview links with HMAC-SHA-256 (RFC 2104). A client can neither guess a token nor
 * prolong its lifetime, and a forged token is rejected without a lookup of the preview. All nodes of one database share
 * one secret. A token is the unpadded Base64url encoding of:
 * <ol>
 * <li>the id of the preview, 16 bytes,
 * <li>the time of expiry in milliseconds since the epoch, 8 bytes,
 * <li>the signature of these 24 bytes, 32 bytes.
 * </ol>
 */
@ApplicationScoped
class PreviewTokens {
    private static final String ALGORITHM = "HmacSHA256";
    /** The number of signed bytes: an id and a time. */
    private static final int PAYLOAD_LENGTH = 24;
    /** The length of a signature, and of the secret, in bytes. */
    private static final int SIGNATURE_LENGTH = 32;

    private final Session database;

    PreviewTokens(Session database) {
        this.database = database;
    }

    /** The content of a token. */
    record PreviewClaim(UUID preview, Instant expiresAt) {}

    /** Creates the signed token of a preview, 75 characters that need no escaping in a URL. */
    String sign(PreviewClaim previewClaim) {
        var id = previewClaim.preview;
        var payload = ByteBuffer.allocate(PAYLOAD_LENGTH).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).putLong(previewClaim.expiresAt.toEpochMilli()).array();
        var token = Arrays.copyOf(payload, PAYLOAD_LENGTH + SIGNATURE_LENGTH);
        System.arraycopy(computeMac(payload), 0, token, PAYLOAD_LENGTH, SIGNATURE_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Verifies a token and returns its content; empty if this service did not sign the token. */
    Optional<PreviewClaim> verify(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != PAYLOAD_LENGTH + SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        var payload = Arrays.copyOf(bytes, PAYLOAD_LENGTH);
        if (!MessageDigest.isEqual(computeMac(payload), Arrays.copyOfRange(bytes, PAYLOAD_LENGTH, bytes.length))) {
            return Optional.empty();
        }
        var claim = ByteBuffer.wrap(payload);
        return Optional
                .of(new PreviewClaim(new UUID(claim.getLong(), claim.getLong()),
                        Instant.ofEpochMilli(claim.getLong())));
    }

    private byte[] computeMac(byte[] payload) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(findOrCreateSecret(), ALGORITHM));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private byte[] findOrCreateSecret() {
        var stored = findSecret();
        if (stored.isPresent()) {
            return stored.get();
        }
        var newSecret = new byte[SIGNATURE_LENGTH];
        new SecureRandom().nextBytes(newSecret);
        database.createNativeMutationQuery(
                "insert into preview_secret (secret) values (:secret) on conflict do nothing")
                .setParameter("secret", newSecret).executeUpdate();
        return findSecret().orElseThrow();
    }

    private Optional<byte[]> findSecret() {
        return database.createNativeQuery("select secret from preview_secret", byte[].class).getResultList().stream()
                .findFirst();
    }
}
