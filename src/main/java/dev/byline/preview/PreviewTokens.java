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
    private static final int SIGNED = 24;
    private static final int SIGNATURE = 32;

    private final Session database;

    PreviewTokens(Session database) {
        this.database = database;
    }

    /** What a token says. */
    record Claim(UUID preview, Instant expiresAt) {}

    /** The token for a preview, about 75 characters that need no escaping in an address. */
    String sign(Claim claim) {
        var id = claim.preview;
        var signed = ByteBuffer.allocate(SIGNED).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).putLong(claim.expiresAt.toEpochMilli()).array();
        var token = Arrays.copyOf(signed, SIGNED + SIGNATURE);
        System.arraycopy(mac(signed), 0, token, SIGNED, SIGNATURE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What the token says, if this service signed it. */
    Optional<Claim> verify(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != SIGNED + SIGNATURE) {
            return Optional.empty();
        }
        var signed = Arrays.copyOf(bytes, SIGNED);
        if (!MessageDigest.isEqual(mac(signed), Arrays.copyOfRange(bytes, SIGNED, bytes.length))) {
            return Optional.empty();
        }
        var claim = ByteBuffer.wrap(signed);
        return Optional
                .of(new Claim(new UUID(claim.getLong(), claim.getLong()), Instant.ofEpochMilli(claim.getLong())));
    }

    private byte[] mac(byte[] signed) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret(), ALGORITHM));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private byte[] secret() {
        var known = stored();
        if (known.isPresent()) {
            return known.get();
        }
        var fresh = new byte[SIGNATURE];
        new SecureRandom().nextBytes(fresh);
        database.createNativeMutationQuery(
                "insert into preview_secret (secret) values (:secret) on conflict do nothing")
                .setParameter("secret", fresh).executeUpdate();
        return stored().orElseThrow();
    }

    private Optional<byte[]> stored() {
        return database.createNativeQuery("select secret from preview_secret", byte[].class).getResultStream()
                .findFirst();
    }
}
