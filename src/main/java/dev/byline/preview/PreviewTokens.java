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
 * Signs what a preview's link says, with HMAC-SHA-256 (RFC 2104), so that a link can be neither guessed nor prolonged,
 * and a forged one costs no look-up of the preview. All nodes of a database share its secret.
 */
@ApplicationScoped
class PreviewTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PAYLOAD_LENGTH = 24;
    private static final int SIGNATURE_LENGTH = 32;

    private final Session database;

    PreviewTokens(Session database) {
        this.database = database;
    }

    /** What a token says. */
    record PreviewClaim(UUID preview, Instant expiresAt) {}

    /** The token for a preview, about 75 characters that need no escaping in an address. */
    String sign(PreviewClaim previewClaim) {
        var id = previewClaim.preview;
        var payload = ByteBuffer.allocate(PAYLOAD_LENGTH).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).putLong(previewClaim.expiresAt.toEpochMilli()).array();
        var token = Arrays.copyOf(payload, PAYLOAD_LENGTH + SIGNATURE_LENGTH);
        System.arraycopy(computeMac(payload), 0, token, PAYLOAD_LENGTH, SIGNATURE_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What the token says, if this service signed it. */
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
        return database.createNativeQuery("select secret from preview_secret", byte[].class).getResultStream()
                .findFirst();
    }
}
