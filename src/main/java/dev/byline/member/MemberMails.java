package dev.byline.member;

import java.time.Duration;
import java.util.UUID;

import dev.byline.database.Ids;
import dev.byline.mail.LinkAction;
import dev.byline.mail.Mail;
import dev.byline.mail.MailLink;
import dev.byline.mail.Outbox;
import dev.byline.site.PublicAddress;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the mails to members. Each kind comes at most once in ten minutes and three times a day. */
@ApplicationScoped
class MemberMails {
    static final String VERIFY_PURPOSE = "member.verify";
    static final String SIGN_IN_PURPOSE = "member.sign_in";
    static final String CHANGE_EMAIL_PURPOSE = "member.email";
    static final String RESET_PASSWORD_PURPOSE = "member.password";
    private static final Duration ADDRESS_LINK_LIFETIME = Duration.ofHours(48);
    private static final Duration PASSWORD_LINK_LIFETIME = Duration.ofHours(1);
    private static final Duration SIGN_IN_LINK_LIFETIME = Duration.ofMinutes(15);

    private final Outbox outbox;
    private final SiteService site;
    private final PublicAddress address;

    MemberMails(Outbox outbox, SiteService site, PublicAddress address) {
        this.outbox = outbox;
        this.site = site;
        this.address = address;
    }

    /** @param requestedAccount what becomes of the account when the link is used */
    void sendVerification(Member m, String to, String requestedAccount) {
        sendWithLink(m, to, "verify", "member_verify", new MailLink(VERIFY_PURPOSE, m.id, requestedAccount,
                ADDRESS_LINK_LIFETIME, pageUrl("verify-email", m)));
    }

    /** To the owner of an account that somebody wants to open again. */
    void sendAccountExists(Member m) {
        sendWithLink(m, m.email, "known", "member_known",
                new MailLink(SIGN_IN_PURPOSE, m.id, null, SIGN_IN_LINK_LIFETIME, pageUrl("sign-in", m)));
    }

    void sendSignInLink(Member m) {
        sendWithLink(m, m.email, "sign-in", "member_sign_in",
                new MailLink(SIGN_IN_PURPOSE, m.id, null, SIGN_IN_LINK_LIFETIME, pageUrl("sign-in", m)));
    }

    void sendPasswordLink(Member m) {
        sendWithLink(m, m.email, "reset", "password_reset",
                new MailLink(RESET_PASSWORD_PURPOSE, m.id, null, PASSWORD_LINK_LIFETIME, pageUrl("reset-password", m)));
    }

    void sendEmailChangeLink(Member m, String to) {
        sendWithLink(m, to, "email", "member_email",
                new MailLink(CHANGE_EMAIL_PURPOSE, m.id, to, ADDRESS_LINK_LIFETIME, pageUrl("change-email", m)));
    }

    void sendEmailChanged(Member m, String former) {
        outbox.send(mail(key(m.id, "email-changed:") + Ids.next(), m, former, "member_email_changed"));
    }

    void sendPasswordChanged(Member m) {
        outbox.send(mail(key(m.id, "password-changed:") + Ids.next(), m, m.email, "password_changed"));
    }

    /** Nothing that lies ready is sent any more. */
    void cancelAll(UUID member) {
        outbox.cancel(key(member, ""));
    }

    private void sendWithLink(Member m, String to, String kind, String messageKey, MailLink mailLink) {
        var prefix = key(m.id, kind + ":");
        if (outbox.isWithinRateLimit(prefix)) {
            outbox.send(mail(prefix + Ids.next(), m, to, messageKey).with(mailLink));
        }
    }

    private Mail mail(String key, Member m, String to, String messageKey) {
        return Mail.of(key, to, locale(m), messageKey).with("site", site.readPublic().title());
    }

    private String pageUrl(String name, Member m) {
        return LinkAction.pageUrl(address.inMails(), name, locale(m));
    }

    private String locale(Member m) {
        return m.locale == null ? site.defaultLocale() : m.locale;
    }

    private static String key(UUID member, String kind) {
        return "member:" + member + ":" + kind;
    }
}
