package dev.byline.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates secrets for keys and tokens: 256 random bits in Base64url after a prefix that names the type. */
public final class SecretGenerator {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private SecretGenerator() {
    }

    /**
     * Generates a secret. Store only its {@link Sha256}: with 256 random bits, a slow hash would not make guessing any
     * harder.
     */
    public static String generate(String prefix) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
