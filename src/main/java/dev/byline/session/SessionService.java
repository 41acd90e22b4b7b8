package dev.byline.session;

import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.problem.ProblemException;
import dev.byline.security.Caller;
import dev.byline.security.Sessions;
import dev.byline.security.Sessions.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sessions of the signed-in user: the list of them, and their end. */
@ApplicationScoped
class SessionService {
    private final Sessions sessions;
    private final Caller caller;
    private final AuditLog audit;

    SessionService(Sessions sessions, Caller caller, AuditLog audit) {
        this.sessions = sessions;
        this.caller = caller;
        this.audit = audit;
    }

    SessionList list() {
        return SessionList.of(sessions.list(kind(), subject()), caller.session().orElse(null));
    }

    /** Ends one of the caller's sessions; throws 404 if the session is not the caller's. */
    @Transactional
    void close(UUID session) {
        if (session == null || !sessions.close(kind(), subject(), session)) {
            throw ProblemException.notFound("session", session);
        }
        if (kind() == Kind.account) {
            audit.record("session.close", session);
        }
    }

    /** Ends the session that sent the request. */
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
