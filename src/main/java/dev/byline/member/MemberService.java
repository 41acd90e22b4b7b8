package dev.byline.member;

import java.time.Clock;
import java.time.Duration;
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

import dev.byline.http.Versions;
import dev.byline.mail.Forgetting;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.Outbox;
import dev.byline.mail.Requests;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Passwords;
import dev.byline.security.Sessions;
import dev.byline.text.MailAddress;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** The rules of members. */
@ApplicationScoped
public class MemberService {
    private static final Duration UNVERIFIED = Duration.ofDays(7);

    private final MemberRepository members;
    private final MemberMails mails;
    private final Requests requests;
    private final LinkTokens tokens;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Outbox outbox;
    private final List<MemberData> parts;
    private final Event<MemberErased> erased;
    private final ObjectMapper json;
    private final Clock clock;

    MemberService(MemberRepository members, MemberMails mails, Requests requests, LinkTokens tokens,
            Passwords passwords, Sessions sessions, Outbox outbox, @All List<MemberData> parts,
            Event<MemberErased> erased, ObjectMapper json, Clock clock) {
        this.members = members;
        this.mails = mails;
        this.requests = requests;
        this.tokens = tokens;
        this.passwords = passwords;
        this.sessions = sessions;
        this.outbox = outbox;
        this.parts = parts;
        this.erased = erased;
        this.json = json;
        this.clock = clock;
    }

    /** The member as others refer to it; empty if there is none any more. */
    @Transactional
    public Optional<MemberRef> ref(UUID id) {
        return Optional.ofNullable(refs(List.of(id)).get(id));
    }

    /** Those of the ids that there are; one statement. */
    @Transactional
    public Map<UUID, MemberRef> refs(Collection<UUID> ids) {
        return members.all(ids).stream()
                .collect(Collectors.toMap(m -> m.id,
                        m -> new MemberRef(m.id, m.name, m.emailNorm, m.verifiedAt != null)));
    }

    /** Takes a sign-up down. The password is hashed here and now, whoever it is, so that the time tells nothing. */
    void signUp(SignUp input) {
        var hash = input.password() == null ? null : passwords.hash(input.password());
        requests.take(MemberRequests.KIND, new MemberRequests.Asked(MemberRequests.What.sign_up, input.email(),
                new MemberRequests.Wish(input.name(), hash, input.locale())));
    }

    /** Takes down that somebody wants a link. */
    void ask(MemberRequests.What what, String email) {
        requests.take(MemberRequests.KIND, new MemberRequests.Asked(what, email, null));
    }

    /** The owner of the address wants the account, with what was chosen when this mail was asked for. */
    @Transactional
    void verify(String token) {
        var use = tokens.use(token, MemberMails.VERIFY);
        var m = members.lock(use.subject()).orElseThrow(MemberService::gone);
        if (use.first() && m.verifiedAt == null) {
            var wish = wish(use.detail());
            m.name = wish.name();
            m.passwordHash = wish.passwordHash();
            m.locale = wish.locale();
            m.verifiedAt = clock.instant();
        }
    }

    /** Opens a session for whoever has the link, once; 410 the second time. */
    @Transactional
    Sessions.Tokens signIn(String token) {
        var use = tokens.use(token, MemberMails.SIGN_IN);
        if (!use.first()) {
            throw gone();
        }
        var m = members.lock(use.subject()).orElseThrow(MemberService::gone);
        return sessions.open(Sessions.Kind.member, m.id);
    }

    @Transactional
    MemberDetail read(UUID id) {
        return MemberDetail.of(own(id));
    }

    /** Changes what was sent; a new address gets a link first, and only that link changes it. */
    @Transactional
    MemberDetail change(UUID id, String ifMatch, UnaryOperator<MemberInput> change) {
        var m = own(id);
        Versions.require(ifMatch, m.version);
        var input = change.apply(MemberInput.of(m));
        m.name = input.name();
        m.locale = input.locale();
        var norm = MailAddress.normal(input.email());
        if (!norm.equals(m.emailNorm)) {
            // Whether somebody else has the address turns out when its owner uses the link.
            mails.newEmail(m, MailAddress.parse(input.email()).orElseThrow().toString());
        }
        members.flush();
        return MemberDetail.of(m);
    }

    /** The owner of the new address wants it for the account; 409 if another account has it. */
    @Transactional
    void changeEmail(String token) {
        var use = tokens.use(token, MemberMails.EMAIL);
        var m = members.lock(use.subject()).orElseThrow(MemberService::gone);
        if (!use.first()) {
            return;
        }
        var former = m.email;
        m.email = use.detail();
        m.emailNorm = MailAddress.normal(use.detail());
        try {
            members.flush();
        } catch (ConstraintViolationException taken) {
            throw ProblemException.of(ProblemType.CONFLICT, "This address belongs to another account.");
        }
        mails.emailChanged(m, former);
    }

    /** Sets another password and ends all sessions; the answer has a new one. 422 unless the former one is right. */
    @Transactional
    Sessions.Tokens changePassword(UUID id, String current, String next) {
        var m = own(id);
        if (m.passwordHash != null && !passwords.matches(current == null ? "" : current, m.passwordHash)) {
            throw ProblemException.invalid("/currentPassword", "is not your password");
        }
        set(m, next);
        return sessions.open(Sessions.Kind.member, m.id);
    }

    /** Sets the password of whoever has the link, once, and ends all sessions. */
    @Transactional
    void resetPassword(String token, String next) {
        var use = tokens.use(token, MemberMails.PASSWORD);
        if (!use.first()) {
            throw gone();
        }
        set(members.lock(use.subject()).orElseThrow(MemberService::gone), next);
    }

    private void set(Member m, String password) {
        m.passwordHash = passwords.hash(password);
        sessions.closeAll(Sessions.Kind.member, m.id);
        tokens.revokeAll(m.id);
        mails.passwordChanged(m);
    }

    @Transactional
    MemberDetail.Export export(UUID id) {
        var m = own(id);
        var all = new TreeMap<String, Object>();
        for (var part : parts) {
            var data = part.of(m.id, m.emailNorm);
            if (data != null) {
                all.put(part.part(), data);
            }
        }
        return new MemberDetail.Export(MemberDetail.of(m), all);
    }

    /** Leaves nothing of the member; those who keep something of it hear of it. */
    @Transactional
    void erase(UUID id) {
        var m = own(id);
        var norm = m.emailNorm;
        mails.stopAll(m.id);
        tokens.revokeAll(m.id);
        outbox.forget(norm);
        sessions.closeAll(Sessions.Kind.member, m.id);
        erased.fire(new MemberErased(m.id, norm));
        members.delete(m);
        members.flush();
    }

    /** Accounts whose address nobody proved within a week. */
    @Transactional
    void forget(@Observes Forgetting event) {
        members.removeUnverified(clock.instant().minus(UNVERIFIED));
    }

    private Member own(UUID id) {
        return members.lock(id).orElseThrow(() -> ProblemException.of(ProblemType.GONE, "This account was deleted."));
    }

    private MemberRequests.Wish wish(String detail) {
        try {
            return json.readValue(detail, MemberRequests.Wish.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException gone() {
        return ProblemException.of(ProblemType.GONE, "This link has expired or was used: ask for another mail.");
    }
}
