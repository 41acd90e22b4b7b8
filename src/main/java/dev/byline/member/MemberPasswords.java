package dev.byline.member;

import java.util.UUID;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.problem.ProblemException;
import dev.byline.security.Passwords;
import dev.byline.security.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Changes of members' passwords, with the current password or with a link in a mail. */
@ApplicationScoped
class MemberPasswords {
    private final MemberRepository members;
    private final MemberMails mails;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final Passwords passwords;
    private final Sessions sessions;

    MemberPasswords(MemberRepository members, MemberMails mails, DeferredRequests deferredRequests, LinkTokens tokens,
            Passwords passwords, Sessions sessions) {
        this.members = members;
        this.mails = mails;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    /**
     * Sets a new password, ends all sessions and returns the tokens of a new session. Throws 422 unless the current
     * password is right.
     */
    @Transactional
    Sessions.Tokens change(UUID id, String current, String next) {
        var m = members.lockExisting(id);
        if (m.passwordHash != null && !passwords.matches(current == null ? "" : current, m.passwordHash)) {
            throw ProblemException.invalid("/currentPassword", "must be your current password");
        }
        set(m, next);
        return sessions.open(Sessions.Kind.member, m.id);
    }

    /** Queues a request for a password link. */
    void requestLink(String email) {
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.reset, email, null));
    }

    /** Sets the password for the holder of a password link, once, and ends all sessions. */
    @Transactional
    void reset(String token, String next) {
        var tokenUse = tokens.useOnce(token, MemberMails.RESET_PASSWORD_PURPOSE);
        set(members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired), next);
    }

    private void set(Member m, String password) {
        m.passwordHash = passwords.hash(password);
        sessions.closeAll(Sessions.Kind.member, m.id);
        tokens.revokeAll(m.id);
        mails.sendPasswordChanged(m);
    }
}
