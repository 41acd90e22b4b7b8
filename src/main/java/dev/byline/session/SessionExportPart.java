package dev.byline.session;

import java.util.UUID;

import dev.byline.member.MemberExportPart;
import dev.byline.security.Sessions;
import dev.byline.security.Sessions.Kind;
import jakarta.enterprise.context.ApplicationScoped;

/** Contributes a member's sessions to the member's data export. */
@ApplicationScoped
class SessionExportPart implements MemberExportPart {
    private final Sessions sessions;

    SessionExportPart(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String partName() {
        return "sessions";
    }

    @Override
    public Object export(UUID member, String emailNorm) {
        return SessionList.of(sessions.list(Kind.member, member), null).items();
    }
}
