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

import dev.byline.cache.ContentChanged;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Creates and verifies the tokens of unsubscribe links, and hashes email addresses. Both use HMAC-SHA-256 (RFC 2104)
 * with the secret of this database.
 *
 * <p>Every mail about articles has an unsubscribe link, which {@link SubscriptionMails} adds. Its token is the id of
 * the subscriber, signed: no token needs a row in the database, and none authorizes more than ending the
 * subscription. The hash of an address recognizes an address that must not be stored.
 */
@ApplicationScoped
class UnsubscribeTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_LENGTH = 16;
    private static final int SIGNATURE_LENGTH = 16;
    private static final int SECRET_LENGTH = 32;

    /** The name of the secret in {@link ContentChanged}. */
    private static final String SECRET = "reader-secret";

    private final Session database;
    private final Event<ContentChanged> changed;
    private final KeptValues<String, byte[]> kept;

    UnsubscribeTokens(Session database, Event<ContentChanged> changed, KeptValuesFactory keptValues) {
        this.database = database;
        this.changed = changed;
        this.kept = keptValues.createForOne(SECRET);
    }

    /**
     * Creates the token that ends the mails to a subscriber: the id, and the first 16 bytes of its HMAC, in
     * Base64url. The token never expires.
     */
    @Transactional
    String create(UUID subscriber) {
        var id = ByteBuffer.allocate(ID_LENGTH).putLong(subscriber.getMostSignificantBits())
                .putLong(subscriber.getLeastSignificantBits()).array();
        var token = Arrays.copyOf(id, ID_LENGTH + SIGNATURE_LENGTH);
        System.arraycopy(mac("unsubscribe", id), 0, token, ID_LENGTH, SIGNATURE_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * Verifies an unsubscribe token and returns the id of the subscriber; empty if this service did not create the
     * token.
     */
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

    /** Hashes a normalized address, to recognize the address without storing it. */
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
        // A secret that is not committed yet must not be kept.
        changed.fire(ContentChanged.of(SECRET));
        return findSecret().orElseThrow();
    }

    private Optional<byte[]> findSecret() {
        return Optional.ofNullable(kept.get(SECRET,
                () -> database.createNativeQuery("select secret from reader_secret", byte[].class).getResultList()
                        .stream().findFirst().orElse(null)));
    }
}
