package dev.byline.session;

import java.util.UUID;

import dev.byline.member.MemberExportPart;
import dev.byline.security.SessionStore;
import dev.byline.security.SessionStore.SubjectKind;
import jakarta.enterprise.context.ApplicationScoped;

/** Contributes a member's sessions to the member's data export. */
@ApplicationScoped
class SessionExportPart implements MemberExportPart {
    private final SessionStore sessionStore;

    SessionExportPart(SessionStore sessionStore) {
        this.sessionStore = sessionStore;
    }

    @Override
    public String partName() {
        return "sessions";
    }

    @Override
    public Object export(UUID member, String emailNorm) {
        return SessionList.of(sessionStore.list(SubjectKind.member, member), null).items();
    }
}
