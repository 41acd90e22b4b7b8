package dev.byline.security;

import java.util.concurrent.Semaphore;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Hashes and verifies passwords with Argon2id (RFC 9106): 19 MiB of memory, two passes and one lane, as OWASP
 * recommends. At most four hashes are computed at the same time, so that a flood of sign-ins cannot exhaust the memory.
 */
@ApplicationScoped
public class PasswordHasher {
    private static final Argon2Function ARGON2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    /** Bytes of a salt. */
    private static final int SALT_LENGTH = 16;
    private static final int MAX_CONCURRENT_HASHES = 4;

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT_HASHES, true);
    /**
     * The hash of a random secret. An email without an account is compared with it, so that the response takes as long
     * as for an existing account.
     */
    private final String dummyHash = Password.hash(SecretGenerator.generate("")).addRandomSalt(SALT_LENGTH).with(ARGON2)
            .getResult();

    /** Hashes a password; the result contains the salt and the parameters, in the PHC string format. */
    public String hash(String password) {
        return withPermit(() -> Password.hash(password).addRandomSalt(SALT_LENGTH).with(ARGON2).getResult());
    }

    /** Tells whether a password matches a hash. A null hash never matches, and takes the same time as any other. */
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
