package dev.byline.session;

import java.util.UUID;

import dev.byline.member.MemberData;
import dev.byline.security.Sessions;
import dev.byline.security.Sessions.Kind;
import jakarta.enterprise.context.ApplicationScoped;

/** A member's sign-ins, as a part of the member's export. */
@ApplicationScoped
class SessionsOfMember implements MemberData {
    private final Sessions sessions;

    SessionsOfMember(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String part() {
        return "sessions";
    }

    @Override
    public Object of(UUID member, String emailNorm) {
        return SessionList.of(sessions.list(Kind.member, member), null).items();
    }
}
