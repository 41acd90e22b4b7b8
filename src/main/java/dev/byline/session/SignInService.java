package dev.byline.session;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.CredentialStore;
import dev.byline.security.PasswordHasher;
import dev.byline.security.SessionStore;
import dev.byline.security.SessionStore.SubjectKind;
import dev.byline.web.ClientAddress;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Rules of sign-in and of the exchange of refresh tokens. Three rate limits count the attempts to sign in:
 * <ol>
 * <li>per client network;
 * <li>per email and client network;
 * <li>per email, over all networks from which this email has not signed in lately.
 * </ol>
 * An attacker gets far neither with one password for many emails nor from many networks against one email, and the
 * owner of an email is not locked out by such attempts.
 */
@ApplicationScoped
class SignInService {
    private final List<CredentialStore> credentials;
    private final PasswordHasher passwordHasher;
    private final SessionStore sessionStore;
    private final KnownNetworks networks;
    private final RateLimiter rateLimiter;
    private final ClientAddress client;

    SignInService(@All List<CredentialStore> credentials, PasswordHasher passwordHasher, SessionStore sessionStore,
            KnownNetworks networks,
            RateLimiter rateLimiter, ClientAddress client) {
        this.credentials = credentials.stream().sorted(Comparator.comparing(CredentialStore::kind)).toList();
        this.passwordHasher = passwordHasher;
        this.sessionStore = sessionStore;
        this.networks = networks;
        this.rateLimiter = rateLimiter;
        this.client = client;
    }

    private record Subject(SubjectKind kind, UUID id) {}

    /**
     * Opens a session. Throws 401 with the same text and after the same work for every reason, 429 after too many
     * attempts.
     */
    SessionStore.SessionTokens signIn(SignInRequest input) {
        var email = input.email().strip().toLowerCase(Locale.ROOT);
        var network = client.network();
        rateLimiter.acquire(RateLimits.SIGN_IN, network);
        rateLimiter.acquire(RateLimits.SIGN_IN_EMAIL, email + "\n" + network);
        if (!networks.contains(email, network)) {
            rateLimiter.acquire(RateLimits.SIGN_IN_STRANGERS, email);
        }
        var subject = verify(email, input.password()).orElseThrow(() -> ProblemException
                .of(ProblemType.UNAUTHENTICATED,
                        "The email or the password is wrong, or the account cannot sign in."));
        // One commit for both.
        return QuarkusTransaction.joiningExisting().call(() -> {
            networks.add(email, network);
            return sessionStore.open(subject.kind, subject.id);
        });
    }

    /**
     * Finds the user whose email and password match. Computes one hash for each kind of credentials in any case, so
     * that the response time reveals nothing.
     */
    private Optional<Subject> verify(String email, String password) {
        Subject verified = null;
        for (var source : credentials) {
            var found = source.findByEmail(email);
            boolean matches = passwordHasher.matches(password,
                    found.map(CredentialStore.StoredCredentials::passwordHash).orElse(null));
            if (verified == null && matches && found.get().canSignIn()) {
                verified = new Subject(source.kind(), found.get().id());
            }
        }
        return Optional.ofNullable(verified);
    }

    /** Exchanges a refresh token for new tokens; throws 401 if the refresh token is not valid or no longer valid. */
    SessionStore.SessionTokens refresh(String token) {
        rateLimiter.acquire(RateLimits.REFRESH, client.network());
        return sessionStore.refresh(token).orElseThrow(() -> ProblemException.of(ProblemType.UNAUTHENTICATED,
                "The refresh token is invalid or has expired. Sign in again."));
    }
}
