package dev.byline.member;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.mail.LinkTokens;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Rules of member accounts: reading, changes, and references of other features to members. */
@ApplicationScoped
public class MemberService {
    private final MemberRepository members;
    private final MemberMails mails;
    private final LinkTokens tokens;

    MemberService(MemberRepository members, MemberMails mails, LinkTokens tokens) {
        this.members = members;
        this.mails = mails;
        this.tokens = tokens;
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

    @Transactional
    MemberDetail read(UUID id) {
        return MemberDetail.of(members.lockExisting(id));
    }

    /** Applies a change to an account. A new address is only changed when the link that is sent to it is used. */
    @Transactional
    MemberDetail change(UUID id, String ifMatch, UnaryOperator<MemberInput> change) {
        var m = members.lockExisting(id);
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
        var m = members.lock(tokenUse.subject()).orElseThrow(LinkTokens::expired);
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
}
