package dev.byline.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody guesses: 256 random bits behind a prefix that says what they are. */
public final class SecretGenerator {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private SecretGenerator() {
    }

    /** A new one. Store its {@link Sha256}: with so much randomness a slow hash would add nothing. */
    public static String generate(String prefix) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
