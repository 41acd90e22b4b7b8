package dev.byline.session;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimit.Window;
import dev.byline.limit.RateLimits;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Credentials;
import dev.byline.security.Passwords;
import dev.byline.security.Sessions;
import dev.byline.security.Sessions.Kind;
import dev.byline.web.ClientAddress;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Signing in. What is tried is counted by where it comes from, by that together with the email, and by the email alone
 * over all places from where nobody has signed in with it lately: so neither one password on many emails nor many places
 * against one email get far, and whoever belongs to the email is not locked out by them.
 */
@ApplicationScoped
class SessionService {
    private static final RateLimit NETWORK_RATE_LIMIT = new RateLimit("sign-in",
            List.of(new Window(20, Duration.ofMinutes(1)), new Window(200, Duration.ofHours(1))));
    private static final RateLimit EMAIL_AND_NETWORK_RATE_LIMIT = new RateLimit("sign-in-email",
            List.of(new Window(5, Duration.ofMinutes(1)), new Window(30, Duration.ofHours(1))));
    private static final RateLimit UNKNOWN_NETWORKS_RATE_LIMIT = new RateLimit("sign-in-strangers",
            List.of(new Window(20, Duration.ofMinutes(15)), new Window(100, Duration.ofDays(1))));
    private static final RateLimit REFRESH_RATE_LIMIT = RateLimit.of("refresh", 60, Duration.ofMinutes(1));

    private final List<Credentials> credentials;
    private final Passwords passwords;
    private final Sessions sessions;
    private final KnownNetworks networks;
    private final RateLimits rateLimits;
    private final ClientAddress client;
    private final Caller caller;
    private final AuditLog audit;

    SessionService(@All List<Credentials> credentials, Passwords passwords, Sessions sessions, KnownNetworks networks,
            RateLimits rateLimits, ClientAddress client, Caller caller, AuditLog audit) {
        this.credentials = credentials.stream().sorted(Comparator.comparing(Credentials::kind)).toList();
        this.passwords = passwords;
        this.sessions = sessions;
        this.networks = networks;
        this.rateLimits = rateLimits;
        this.client = client;
        this.caller = caller;
        this.audit = audit;
    }

    private record Subject(Kind kind, UUID id) {}

    /** Opens a session; 401 in the same words and after the same work, whatever was wrong; 429 after too many tries. */
    Sessions.Tokens signIn(SignInRequest input) {
        var email = input.email().strip().toLowerCase(Locale.ROOT);
        var network = client.network();
        rateLimits.acquire(NETWORK_RATE_LIMIT, network);
        rateLimits.acquire(EMAIL_AND_NETWORK_RATE_LIMIT, email + "\n" + network);
        if (!networks.contains(email, network)) {
            rateLimits.acquire(UNKNOWN_NETWORKS_RATE_LIMIT, email);
        }
        var subject = verify(email, input.password()).orElseThrow(() -> ProblemException
                .of(ProblemType.UNAUTHENTICATED,
                        "Email and password do not belong together, or do not open anything."));
        networks.add(email, network);
        return sessions.open(subject.kind, subject.id);
    }

    /** Always one hash for each kind, so that the time says nothing. */
    private Optional<Subject> verify(String email, String password) {
        Subject verified = null;
        for (var source : credentials) {
            var found = source.find(email);
            boolean matches = passwords.matches(password, found.map(Credentials.Found::passwordHash).orElse(null));
            if (verified == null && matches && found.get().usable()) {
                verified = new Subject(source.kind(), found.get().id());
            }
        }
        return Optional.ofNullable(verified);
    }

    /** New tokens for a refresh token; 401 if it is not valid, or not any more. */
    Sessions.Tokens refresh(String token) {
        rateLimits.acquire(REFRESH_RATE_LIMIT, client.network());
        return sessions.refresh(token).orElseThrow(() -> ProblemException.of(ProblemType.UNAUTHENTICATED,
                "This refresh token is not valid, or not any more: sign in again."));
    }

    SessionList list() {
        return SessionList.of(sessions.list(kind(), subject()), caller.session().orElse(null));
    }

    /** Ends one of the caller's sessions; 404 if it is not theirs. */
    @Transactional
    void close(UUID session) {
        if (session == null || !sessions.close(kind(), subject(), session)) {
            throw ProblemException.notFound("session", session);
        }
        if (kind() == Kind.account) {
            audit.record("session.close", session);
        }
    }

    /** Ends the session that asks. */
    void closeCurrent() {
        close(caller.session().orElse(null));
    }

    private Kind kind() {
        return caller.member().isPresent() ? Kind.member : Kind.account;
    }

    private UUID subject() {
        return caller.member().or(caller::account).orElseThrow();
    }
}
