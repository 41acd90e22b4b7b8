package dev.byline.member;

import java.time.Clock;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.mail.DeferredRequests;
import dev.byline.text.MailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** What becomes of what strangers ask for at an address, when nobody waits for the answer any more. */
@ApplicationScoped
class MemberRequestHandler implements DeferredRequests.Handler {
    static final String KIND = "member";

    private final MemberRepository members;
    private final MemberMails mails;
    private final Locks locks;
    private final ObjectMapper json;
    private final Clock clock;

    MemberRequestHandler(MemberRepository members, MemberMails mails, Locks locks, ObjectMapper json, Clock clock) {
        this.members = members;
        this.mails = mails;
        this.locks = locks;
        this.json = json;
        this.clock = clock;
    }

    /** What somebody wants of us. */
    enum MemberRequestType {
        sign_up,
        sign_in,
        reset
    }

    /** What a new account is to have. The password counts only if whoever chose it also reads the mail. */
    record RequestedAccount(String name, String passwordHash, String locale) {}

    record MemberRequest(MemberRequestType what, String email, RequestedAccount wish) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        var memberRequest = json.convertValue(body, MemberRequest.class);
        var norm = MailAddress.normal(memberRequest.email);
        locks.exclusive("reader " + norm);
        var found = members.findByEmail(norm);
        switch (memberRequest.what) {
            case sign_up -> signUp(memberRequest, norm, found);
            case sign_in -> found.filter(m -> m.verifiedAt != null).ifPresent(mails::sendSignInLink);
            case reset -> found.filter(m -> m.verifiedAt != null).ifPresent(mails::sendPasswordLink);
            default -> throw new IllegalStateException();
        }
    }

    private void signUp(MemberRequest memberRequest, String norm, Optional<Member> found) {
        if (found.isPresent() && found.get().verifiedAt != null) {
            mails.sendAccountExists(found.get());
            return;
        }
        var m = found.orElseGet(() -> createUnverified(memberRequest, norm));
        mails.sendVerification(m, memberRequest.email, json.valueToTree(memberRequest.wish).toString());
    }

    /** An account without a password, so that whoever signs another's address up has nothing to sign in with. */
    private Member createUnverified(MemberRequest memberRequest, String norm) {
        var m = new Member();
        m.id = Ids.next();
        m.name = memberRequest.wish.name;
        m.email = MailAddress.parse(memberRequest.email).orElseThrow().toString();
        m.emailNorm = norm;
        m.locale = memberRequest.wish.locale;
        m.createdAt = clock.instant();
        members.persistAndFlush(m);
        return m;
    }
}
