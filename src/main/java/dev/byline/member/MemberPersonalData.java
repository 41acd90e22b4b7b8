package dev.byline.member;

import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

import dev.byline.database.LongRunning;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.Outbox;
import dev.byline.security.SessionStore;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Export and erasure of all data that is stored about a member. */
@ApplicationScoped
class MemberPersonalData {
    private final MemberRepository members;
    private final MemberMails mails;
    private final LinkTokens tokens;
    private final SessionStore sessionStore;
    private final Outbox outbox;
    private final List<MemberExportPart> exportParts;
    private final Event<MemberErased> memberErased;

    MemberPersonalData(MemberRepository members, MemberMails mails, LinkTokens tokens, SessionStore sessionStore,
            Outbox outbox, @All List<MemberExportPart> exportParts, Event<MemberErased> memberErased) {
        this.members = members;
        this.mails = mails;
        this.tokens = tokens;
        this.sessionStore = sessionStore;
        this.outbox = outbox;
        this.exportParts = exportParts;
        this.memberErased = memberErased;
    }

    /** Collects the account and the parts of all features. */
    @Transactional
    MemberDetail.MemberExport export(UUID id) {
        var m = members.lockExisting(id);
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
    @LongRunning
    @Transactional
    void erase(UUID id) {
        var m = members.lockExisting(id);
        var norm = m.emailNorm;
        mails.cancelAll(m.id);
        tokens.revokeAll(m.id);
        outbox.eraseAddress(norm);
        sessionStore.closeAll(SessionStore.SubjectKind.member, m.id);
        memberErased.fire(new MemberErased(m.id, norm));
        members.delete(m);
        members.flush();
    }
}
