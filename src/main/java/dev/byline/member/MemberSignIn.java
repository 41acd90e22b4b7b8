package dev.byline.member;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.security.SessionStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sign-in of members without a password, by a link in a mail. */
@ApplicationScoped
class MemberSignIn {
    private final MemberRepository members;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final SessionStore sessionStore;

    MemberSignIn(MemberRepository members, DeferredRequests deferredRequests, LinkTokens tokens,
            SessionStore sessionStore) {
        this.members = members;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.sessionStore = sessionStore;
    }

    /** Queues a request for a sign-in link. */
    void requestLink(String email) {
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.sign_in, email, null));
    }

    /** Opens a session for the holder of a sign-in link, once; throws 410 on the second use. */
    @Transactional
    SessionStore.SessionTokens signIn(String token) {
        var tokenUse = tokens.useOnce(token, MemberMails.SIGN_IN_PURPOSE);
        var m = members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired);
        return sessionStore.open(SessionStore.SubjectKind.member, m.id);
    }
}
