package dev.byline.subscription;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * HMAC-SHA-256 (RFC 2104) with the secret of this database: for the links that end subscriptions, which every mail has,
 * so that none of them needs a row and none can do more than end one; and for addresses that are to be recognised but
 * not kept.
 */
@ApplicationScoped
class UnsubscribeTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_LENGTH = 16;
    private static final int SIGNATURE_LENGTH = 16;
    private static final int SECRET_LENGTH = 32;

    private final Session database;

    UnsubscribeTokens(Session database) {
        this.database = database;
    }

    /** What ends the mails to a subscriber, for ever. */
    @Transactional
    String create(UUID subscriber) {
        var id = ByteBuffer.allocate(ID_LENGTH).putLong(subscriber.getMostSignificantBits())
                .putLong(subscriber.getLeastSignificantBits()).array();
        var token = Arrays.copyOf(id, ID_LENGTH + SIGNATURE_LENGTH);
        System.arraycopy(mac("unsubscribe", id), 0, token, ID_LENGTH, SIGNATURE_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Whose mails the token ends; empty for one that was not made here. */
    @Transactional
    Optional<UUID> verify(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != ID_LENGTH + SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        var signature = Arrays.copyOf(mac("unsubscribe", Arrays.copyOf(bytes, ID_LENGTH)), SIGNATURE_LENGTH);
        var id = ByteBuffer.wrap(bytes);
        return MessageDigest.isEqual(signature, Arrays.copyOfRange(bytes, ID_LENGTH, ID_LENGTH + SIGNATURE_LENGTH))
                ? Optional.of(new UUID(id.getLong(), id.getLong()))
                : Optional.empty();
    }

    /** What is left of an address that must not be kept. */
    @Transactional
    byte[] hashAddress(String emailNorm) {
        return mac("address", emailNorm.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] mac(String purpose, byte[] data) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(findOrCreateSecret(), ALGORITHM));
            mac.update((purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private byte[] findOrCreateSecret() {
        var known = findSecret();
        if (known.isPresent()) {
            return known.get();
        }
        var fresh = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(fresh);
        database.createNativeMutationQuery(
                "insert into reader_secret (secret) values (:secret) on conflict do nothing")
                .setParameter("secret", fresh).executeUpdate();
        return findSecret().orElseThrow();
    }

    private Optional<byte[]> findSecret() {
        return database.createNativeQuery("select secret from reader_secret", byte[].class).getResultStream()
                .findFirst();
    }
}
