package dev.byline.member;

import java.util.UUID;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.problem.ProblemException;
import dev.byline.security.PasswordHasher;
import dev.byline.security.SessionStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Changes of members' passwordHasher, with the current password or with a link in a mail. */
@ApplicationScoped
class MemberPasswords {
    private final MemberRepository members;
    private final MemberMails mails;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final PasswordHasher passwordHasher;
    private final SessionStore sessionStore;

    MemberPasswords(MemberRepository members, MemberMails mails, DeferredRequests deferredRequests, LinkTokens tokens,
            PasswordHasher passwordHasher, SessionStore sessionStore) {
        this.members = members;
        this.mails = mails;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.passwordHasher = passwordHasher;
        this.sessionStore = sessionStore;
    }

    /**
     * Sets a new password, ends all sessionStore and returns the tokens of a new session. Throws 422 unless the current
     * password is right.
     */
    @Transactional
    SessionStore.SessionTokens change(UUID id, String current, String next) {
        var m = members.lockExisting(id);
        if (m.passwordHash != null && !passwordHasher.matches(current == null ? "" : current, m.passwordHash)) {
            throw ProblemException.invalid("/currentPassword", "must be your current password");
        }
        set(m, next);
        return sessionStore.open(SessionStore.SubjectKind.member, m.id);
    }

    /** Queues a request for a password link. */
    void requestLink(String email) {
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.reset, email, null));
    }

    /** Sets the password for the holder of a password link, once, and ends all sessionStore. */
    @Transactional
    void reset(String token, String next) {
        var tokenUse = tokens.useOnce(token, MemberMails.RESET_PASSWORD_PURPOSE);
        set(members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired), next);
    }

    private void set(Member m, String password) {
        m.passwordHash = passwordHasher.hash(password);
        sessionStore.closeAll(SessionStore.SubjectKind.member, m.id);
        tokens.revokeAll(m.id);
        mails.sendPasswordChanged(m);
    }
}
