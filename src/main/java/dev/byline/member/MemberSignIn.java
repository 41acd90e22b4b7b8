package dev.byline.member;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.security.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sign-in of members without a password, by a link in a mail. */
@ApplicationScoped
class MemberSignIn {
    private final MemberRepository members;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final Sessions sessions;

    MemberSignIn(MemberRepository members, DeferredRequests deferredRequests, LinkTokens tokens, Sessions sessions) {
        this.members = members;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /** Queues a request for a sign-in link. */
    void requestLink(String email) {
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.sign_in, email, null));
    }

    /** Opens a session for the holder of a sign-in link, once; throws 410 on the second use. */
    @Transactional
    Sessions.Tokens signIn(String token) {
        var tokenUse = tokens.useOnce(token, MemberMails.SIGN_IN_PURPOSE);
        var m = members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired);
        return sessions.open(Sessions.Kind.member, m.id);
    }
}
