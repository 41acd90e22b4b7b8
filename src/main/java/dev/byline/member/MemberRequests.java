package dev.byline.member;

import java.time.Clock;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.mail.Requests;
import dev.byline.text.MailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** What becomes of what strangers ask for at an address, when nobody waits for the answer any more. */
@ApplicationScoped
class MemberRequests implements Requests.Handler {
    static final String KIND = "member";

    private final MemberRepository members;
    private final MemberMails mails;
    private final Locks locks;
    private final ObjectMapper json;
    private final Clock clock;

    MemberRequests(MemberRepository members, MemberMails mails, Locks locks, ObjectMapper json, Clock clock) {
        this.members = members;
        this.mails = mails;
        this.locks = locks;
        this.json = json;
        this.clock = clock;
    }

    /** What somebody wants of us. */
    enum What {
        sign_up,
        sign_in,
        reset
    }

    /** What a new account is to have. The password counts only if whoever chose it also reads the mail. */
    record Wish(String name, String passwordHash, String locale) {}

    record Asked(What what, String email, Wish wish) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        var asked = json.convertValue(body, Asked.class);
        var norm = MailAddress.normal(asked.email);
        locks.alone("reader " + norm);
        var found = members.withEmail(norm);
        switch (asked.what) {
            case sign_up -> signUp(asked, norm, found);
            case sign_in -> found.filter(m -> m.verifiedAt != null).ifPresent(mails::signIn);
            case reset -> found.filter(m -> m.verifiedAt != null).ifPresent(mails::resetPassword);
            default -> throw new IllegalStateException();
        }
    }

    private void signUp(Asked asked, String norm, Optional<Member> found) {
        if (found.isPresent() && found.get().verifiedAt != null) {
            mails.known(found.get());
            return;
        }
        var m = found.orElseGet(() -> unverified(asked, norm));
        mails.verify(m, asked.email, json.valueToTree(asked.wish).toString());
    }

    /** An account without a password, so that whoever signs another's address up has nothing to sign in with. */
    private Member unverified(Asked asked, String norm) {
        var m = new Member();
        m.id = Ids.next();
        m.name = asked.wish.name;
        m.email = MailAddress.parse(asked.email).orElseThrow().toString();
        m.emailNorm = norm;
        m.locale = asked.wish.locale;
        m.createdAt = clock.instant();
        members.persistAndFlush(m);
        return m;
    }
}
