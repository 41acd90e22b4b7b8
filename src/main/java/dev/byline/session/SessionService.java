package dev.byline.session;

import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.problem.ProblemException;
import dev.byline.security.Caller;
import dev.byline.security.SessionStore;
import dev.byline.security.SessionStore.SubjectKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sessions of the signed-in user: the list of them, and their end. */
@ApplicationScoped
class SessionService {
    private final SessionStore sessionStore;
    private final Caller caller;
    private final AuditLog audit;

    SessionService(SessionStore sessionStore, Caller caller, AuditLog audit) {
        this.sessionStore = sessionStore;
        this.caller = caller;
        this.audit = audit;
    }

    SessionList list() {
        return SessionList.of(sessionStore.list(kind(), subject()), caller.session().orElse(null));
    }

    /** Ends one of the caller's sessions; throws 404 if the session is not the caller's. */
    @Transactional
    void close(UUID session) {
        if (session == null || !sessionStore.close(kind(), subject(), session)) {
            throw ProblemException.notFound("session", session);
        }
        if (kind() == SubjectKind.account) {
            audit.record("session.close", session);
        }
    }

    /** Ends the session that sent the request. */
    void closeCurrent() {
        close(caller.session().orElse(null));
    }

    private SubjectKind kind() {
        return caller.member().isPresent() ? SubjectKind.member : SubjectKind.account;
    }

    private UUID subject() {
        return caller.member().or(caller::account).orElseThrow();
    }
}
