package dev.byline.security;

import java.util.concurrent.Semaphore;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Passwords by Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP advises. Few at a time, so that a
 * flood of sign-ins cannot take the memory of everything else.
 */
@ApplicationScoped
public class PasswordHasher {
    private static final Argon2Function ARGON2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    private static final int SALT_LENGTH = 16;
    private static final int MAX_CONCURRENT_HASHES = 4;

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT_HASHES, true);
    /** Of no password, for whoever does not exist: the same work, and never true. */
    private final String dummyHash = Password.hash(SecretGenerator.generate("")).addRandomSalt(SALT_LENGTH).with(ARGON2)
            .getResult();

    /** The hash with its salt and parameters, in the PHC string format. */
    public String hash(String password) {
        return withPermit(() -> Password.hash(password).addRandomSalt(SALT_LENGTH).with(ARGON2).getResult());
    }

    /** Whether it is the password; false after the same work for a hash that is null. */
    public boolean matches(String password, String hash) {
        var comparedHash = hash == null ? dummyHash : hash;
        var equal = withPermit(
                () -> Password.check(password, comparedHash).with(Argon2Function.getInstanceFromHash(comparedHash)));
        return equal && hash != null;
    }

    private <T> T withPermit(java.util.function.Supplier<T> work) {
        permits.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }
}
