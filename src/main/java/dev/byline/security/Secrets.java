package dev.byline.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody guesses: 256 random bits behind a prefix that says what they are. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Secrets() {
    }

    /** A new one. Store its {@link Sha256}: with so much randomness a slow hash would add nothing. */
    public static String next(String prefix) {
        var secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
