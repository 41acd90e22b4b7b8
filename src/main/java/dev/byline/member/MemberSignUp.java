package dev.byline.member;

import java.time.Clock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.security.PasswordHasher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sign-up of members, in two steps: the request, and the verification of the address by a link in a mail. */
@ApplicationScoped
class MemberSignUp {
    private final MemberRepository members;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final PasswordHasher passwordHasher;
    private final ObjectMapper json;
    private final Clock clock;

    MemberSignUp(MemberRepository members, DeferredRequests deferredRequests, LinkTokens tokens,
            PasswordHasher passwordHasher,
            ObjectMapper json, Clock clock) {
        this.members = members;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.passwordHasher = passwordHasher;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Queues a sign-up. Hashes the password at once, for known and unknown addresses alike, so that the response time
     * reveals nothing.
     */
    void request(SignUpRequest input) {
        var hash = input.password() == null ? null : passwordHasher.hash(input.password());
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.sign_up, input.email(),
                        new MemberRequestHandler.RequestedAccount(input.name(), hash, input.locale())));
    }

    /**
     * Verifies the address of an account, which gets the name, password and locale of the sign-up that the mail
     * belongs to.
     */
    @Transactional
    void verify(String token) {
        var tokenUse = tokens.use(token, MemberMails.VERIFY_PURPOSE);
        var m = members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired);
        if (tokenUse.first() && m.verifiedAt == null) {
            var requestedAccount = parseRequestedAccount(tokenUse.detail());
            m.name = requestedAccount.name();
            m.passwordHash = requestedAccount.passwordHash();
            m.locale = requestedAccount.locale();
            m.verifiedAt = clock.instant();
        }
    }

    private MemberRequestHandler.RequestedAccount parseRequestedAccount(String detail) {
        try {
            return json.readValue(detail, MemberRequestHandler.RequestedAccount.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
