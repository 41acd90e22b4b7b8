package dev.byline.member;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.Outbox;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.PasswordHasher;
import dev.byline.security.SessionStore;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.VersionPrecondition;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Rules of member accounts: sign-up, links, changes, export and erasure. */
@ApplicationScoped
public class MemberService {
    private final MemberRepository members;
    private final MemberMails mails;
    private final DeferredRequests deferredRequests;
    private final LinkTokens tokens;
    private final PasswordHasher passwordHasher;
    private final SessionStore sessionStore;
    private final Outbox outbox;
    private final List<MemberExportPart> exportParts;
    private final Event<MemberErased> memberErased;
    private final ObjectMapper json;
    private final Clock clock;

    MemberService(MemberRepository members, MemberMails mails, DeferredRequests deferredRequests, LinkTokens tokens,
            PasswordHasher passwordHasher, SessionStore sessionStore, Outbox outbox, @All List<MemberExportPart> parts,
            Event<MemberErased> erased, ObjectMapper json, Clock clock) {
        this.members = members;
        this.mails = mails;
        this.deferredRequests = deferredRequests;
        this.tokens = tokens;
        this.passwordHasher = passwordHasher;
        this.sessionStore = sessionStore;
        this.outbox = outbox;
        this.exportParts = parts;
        this.memberErased = erased;
        this.json = json;
        this.clock = clock;
    }

    /** Returns the member as other features refer to it; empty if the member does not exist. */
    @Transactional
    public Optional<MemberRef> ref(UUID id) {
        return Optional.ofNullable(refs(List.of(id)).get(id));
    }

    /** Returns the existing members among these ids, in one statement. */
    @Transactional
    public Map<UUID, MemberRef> refs(Collection<UUID> ids) {
        return members.findByIds(ids).stream()
                .collect(Collectors.toMap(m -> m.id,
                        m -> new MemberRef(m.id, m.name, m.emailNorm, m.verifiedAt != null)));
    }

    /**
     * Queues a sign-up. Hashes the password at once, for known and unknown addresses alike, so that the response time
     * reveals nothing.
     */
    void signUp(SignUpRequest input) {
        var hash = input.password() == null ? null : passwordHasher.hash(input.password());
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(MemberRequestHandler.MemberRequestType.sign_up, input.email(),
                        new MemberRequestHandler.RequestedAccount(input.name(), hash, input.locale())));
    }

    /** Queues a request for a link. */
    void requestLink(MemberRequestHandler.MemberRequestType memberRequestType, String email) {
        deferredRequests.add(MemberRequestHandler.KIND,
                new MemberRequestHandler.MemberRequest(memberRequestType, email, null));
    }

    /**
     * Verifies the address of an account, which gets the name, password and locale of the sign-up that the mail
     * belongs to.
     */
    @Transactional
    void verify(String token) {
        var tokenUse = tokens.use(token, MemberMails.VERIFY_PURPOSE);
        var m = members.lock(tokenUse.subject()).orElseThrow(MemberService::linkExpired);
        if (tokenUse.first() && m.verifiedAt == null) {
            var requestedAccount = parseRequestedAccount(tokenUse.detail());
            m.name = requestedAccount.name();
            m.passwordHash = requestedAccount.passwordHash();
            m.locale = requestedAccount.locale();
            m.verifiedAt = clock.instant();
        }
    }

    /** Opens a session for the holder of a sign-in link, once; throws 410 on the second use. */
    @Transactional
    SessionStore.SessionTokens signIn(String token) {
        var tokenUse = tokens.use(token, MemberMails.SIGN_IN_PURPOSE);
        if (!tokenUse.first()) {
            throw linkExpired();
        }
        var m = members.lock(tokenUse.subject()).orElseThrow(MemberService::linkExpired);
        return sessionStore.open(SessionStore.SubjectKind.member, m.id);
    }

    @Transactional
    MemberDetail read(UUID id) {
        return MemberDetail.of(lockMember(id));
    }

    /** Applies a change to an account. A new address is only changed when the link that is sent to it is used. */
    @Transactional
    MemberDetail change(UUID id, String ifMatch, UnaryOperator<MemberInput> change) {
        var m = lockMember(id);
        VersionPrecondition.require(ifMatch, m.version);
        var input = change.apply(MemberInput.of(m));
        m.name = input.name();
        m.locale = input.locale();
        var norm = ParsedEmailAddress.normalize(input.email());
        if (!norm.equals(m.emailNorm)) {
            // Whether another account has the address is checked only when its owner uses the link.
            mails.sendEmailChangeLink(m, ParsedEmailAddress.parse(input.email()).orElseThrow().toString());
        }
        members.flush();
        return MemberDetail.of(m);
    }

    /**
     * Changes the address of an account to the one that the link was sent to; throws 409 if another account has this
     * address.
     */
    @Transactional
    void changeEmail(String token) {
        var tokenUse = tokens.use(token, MemberMails.CHANGE_EMAIL_PURPOSE);
        var m = members.lock(tokenUse.subject()).orElseThrow(MemberService::linkExpired);
        if (!tokenUse.first()) {
            return;
        }
        var former = m.email;
        m.email = tokenUse.detail();
        m.emailNorm = ParsedEmailAddress.normalize(tokenUse.detail());
        try {
            members.flush();
        } catch (ConstraintViolationException taken) {
            throw ProblemException.of(ProblemType.CONFLICT, "This address belongs to another account.");
        }
        mails.sendEmailChanged(m, former);
    }

    /**
     * Sets a new password, ends all sessions and returns the tokens of a new session. Throws 422 unless the current
     * password is right.
     */
    @Transactional
    SessionStore.SessionTokens changePassword(UUID id, String current, String next) {
        var m = lockMember(id);
        if (m.passwordHash != null && !passwordHasher.matches(current == null ? "" : current, m.passwordHash)) {
            throw ProblemException.invalid("/currentPassword", "must be your current password");
        }
        setPassword(m, next);
        return sessionStore.open(SessionStore.SubjectKind.member, m.id);
    }

    /** Sets the password for the holder of a password link, once, and ends all sessions. */
    @Transactional
    void resetPassword(String token, String next) {
        var tokenUse = tokens.use(token, MemberMails.RESET_PASSWORD_PURPOSE);
        if (!tokenUse.first()) {
            throw linkExpired();
        }
        setPassword(members.lock(tokenUse.subject()).orElseThrow(MemberService::linkExpired), next);
    }

    private void setPassword(Member m, String password) {
        m.passwordHash = passwordHasher.hash(password);
        sessionStore.closeAll(SessionStore.SubjectKind.member, m.id);
        tokens.revokeAll(m.id);
        mails.sendPasswordChanged(m);
    }

    @Transactional
    MemberDetail.MemberExport export(UUID id) {
        var m = lockMember(id);
        var all = new TreeMap<String, Object>();
        for (var part : exportParts) {
            var data = part.export(m.id, m.emailNorm);
            if (data != null) {
                all.put(part.partName(), data);
            }
        }
        return new MemberDetail.MemberExport(MemberDetail.of(m), all);
    }

    /** Erases a member. Other features observe {@link MemberErased} and erase the data that they store. */
    @Transactional
    void erase(UUID id) {
        var m = lockMember(id);
        var norm = m.emailNorm;
        mails.cancelAll(m.id);
        tokens.revokeAll(m.id);
        outbox.eraseAddress(norm);
        sessionStore.closeAll(SessionStore.SubjectKind.member, m.id);
        memberErased.fire(new MemberErased(m.id, norm));
        members.delete(m);
        members.flush();
    }

    private Member lockMember(UUID id) {
        return members.lock(id).orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This account was deleted."));
    }

    private MemberRequestHandler.RequestedAccount parseRequestedAccount(String detail) {
        try {
            return json.readValue(detail, MemberRequestHandler.RequestedAccount.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException linkExpired() {
        return ProblemException.of(ProblemType.GONE,
                "This link has expired or was already used. Request another mail.");
    }
}
