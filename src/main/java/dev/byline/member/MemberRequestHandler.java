package dev.byline.member;

import java.time.Clock;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.mail.DeferredRequests;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Handles the deferred requests of clients for sign-ups, sign-in links and password links, after the client has
 * received its response.
 */
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

    /** Types of deferred member requests. */
    enum MemberRequestType {
        sign_up,
        sign_in,
        reset
    }

    /**
     * Data of a requested account. The password takes effect only if the client that chose it also uses the link in
     * the mail.
     */
    record RequestedAccount(String name, String passwordHash, String locale) {}

    /** A deferred request. Its component names are JSON keys in the queue. */
    record MemberRequest(MemberRequestType what, String email, RequestedAccount wish) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode body) {
        var memberRequest = json.convertValue(body, MemberRequest.class);
        var norm = ParsedEmailAddress.normalize(memberRequest.email);
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

    /**
     * Creates an account without a password, so that a client that signs up with the address of another person has
     * nothing to sign in with.
     */
    private Member createUnverified(MemberRequest memberRequest, String norm) {
        var m = new Member();
        m.id = Ids.next();
        m.name = memberRequest.wish.name;
        m.email = ParsedEmailAddress.parse(memberRequest.email).orElseThrow().toString();
        m.emailNorm = norm;
        m.locale = memberRequest.wish.locale;
        m.createdAt = clock.instant();
        members.persistAndFlush(m);
        return m;
    }
}
