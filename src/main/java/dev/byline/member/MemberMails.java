package dev.byline.member;

import java.time.Duration;
import java.util.UUID;

import dev.byline.database.Ids;
import dev.byline.mail.Link;
import dev.byline.mail.LinkAction;
import dev.byline.mail.Mail;
import dev.byline.mail.Outbox;
import dev.byline.site.PublicAddress;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the mails to members. Each kind comes at most once in ten minutes and three times a day. */
@ApplicationScoped
class MemberMails {
    static final String VERIFY = "member.verify";
    static final String SIGN_IN = "member.sign_in";
    static final String EMAIL = "member.email";
    static final String PASSWORD = "member.password";
    private static final Duration DAYS = Duration.ofHours(48);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTES = Duration.ofMinutes(15);

    private final Outbox outbox;
    private final SiteService site;
    private final PublicAddress address;

    MemberMails(Outbox outbox, SiteService site, PublicAddress address) {
        this.outbox = outbox;
        this.site = site;
        this.address = address;
    }

    /** @param wish what becomes of the account when the link is used */
    void verify(Member m, String to, String wish) {
        send(m, to, "verify", "member_verify", new Link(VERIFY, m.id, wish, DAYS, page("verify-email", m)));
    }

    /** To the owner of an account that somebody wants to open again. */
    void known(Member m) {
        send(m, m.email, "known", "member_known", new Link(SIGN_IN, m.id, null, MINUTES, page("sign-in", m)));
    }

    void signIn(Member m) {
        send(m, m.email, "sign-in", "member_sign_in", new Link(SIGN_IN, m.id, null, MINUTES, page("sign-in", m)));
    }

    void resetPassword(Member m) {
        send(m, m.email, "reset", "password_reset", new Link(PASSWORD, m.id, null, HOUR, page("reset-password", m)));
    }

    void newEmail(Member m, String to) {
        send(m, to, "email", "member_email", new Link(EMAIL, m.id, to, DAYS, page("change-email", m)));
    }

    void emailChanged(Member m, String former) {
        outbox.send(mail(key(m.id, "email-changed:") + Ids.next(), m, former, "member_email_changed"));
    }

    void passwordChanged(Member m) {
        outbox.send(mail(key(m.id, "password-changed:") + Ids.next(), m, m.email, "password_changed"));
    }

    /** Nothing that lies ready is sent any more. */
    void stopAll(UUID member) {
        outbox.cancel(key(member, ""));
    }

    private void send(Member m, String to, String kind, String words, Link link) {
        var prefix = key(m.id, kind + ":");
        if (outbox.mayFollow(prefix)) {
            outbox.send(mail(prefix + Ids.next(), m, to, words).with(link));
        }
    }

    private Mail mail(String key, Member m, String to, String words) {
        return Mail.of(key, to, locale(m), words).with("site", site.readPublic().title());
    }

    private String page(String name, Member m) {
        return LinkAction.page(address.inMails(), name, locale(m));
    }

    private String locale(Member m) {
        return m.locale == null ? site.defaultLocale() : m.locale;
    }

    private static String key(UUID member, String kind) {
        return "member:" + member + ":" + kind;
    }
}
