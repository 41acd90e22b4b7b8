package dev.byline.member;

import java.time.Duration;
import java.util.UUID;

import dev.byline.database.Ids;
import dev.byline.mail.Mail;
import dev.byline.mail.MailLink;
import dev.byline.mail.Outbox;
import dev.byline.site.MailLinkPages;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Sends the mails to members. Each kind of mail with a link is sent at most once in ten minutes and three times a
 * day.
 */
@ApplicationScoped
class MemberMails {
    static final String VERIFY_PURPOSE = "member.verify";
    static final String SIGN_IN_PURPOSE = "member.sign_in";
    static final String CHANGE_EMAIL_PURPOSE = "member.email";
    static final String RESET_PASSWORD_PURPOSE = "member.password";
    static final int PASSWORD_LINK_LIFETIME_MINUTES = 60;
    static final int SIGN_IN_LINK_LIFETIME_MINUTES = 15;
    private static final Duration ADDRESS_LINK_LIFETIME = Duration.ofHours(48);

    private final Outbox outbox;
    private final SiteService site;
    private final MailLinkPages pages;

    MemberMails(Outbox outbox, SiteService site, MailLinkPages pages) {
        this.outbox = outbox;
        this.site = site;
        this.pages = pages;
    }

    /**
     * Sends the link that verifies the address of a new account.
     *
     * @param requestedAccount
     *            name, password hash and locale that the account gets when the link is used, as JSON
     */
    void sendVerification(Member m, String to, String requestedAccount) {
        sendWithLink(m, to, "verify", "member_verify", new MailLink(VERIFY_PURPOSE, m.id, requestedAccount,
                ADDRESS_LINK_LIFETIME, pages.url(site.readPublic().verifyUrl, "verify-email", locale(m))));
    }

    /** Sends a sign-in link to the owner of an existing account, for whose address a client tried to sign up again. */
    void sendAccountExists(Member m) {
        sendWithLink(m, m.email, "known", "member_known",
                new MailLink(SIGN_IN_PURPOSE, m.id, null, Duration.ofMinutes(SIGN_IN_LINK_LIFETIME_MINUTES),
                        pages.url(site.readPublic().signInUrl, "sign-in", locale(m))));
    }

    /** Sends a link that signs in without a password. */
    void sendSignInLink(Member m) {
        sendWithLink(m, m.email, "sign-in", "member_sign_in",
                new MailLink(SIGN_IN_PURPOSE, m.id, null, Duration.ofMinutes(SIGN_IN_LINK_LIFETIME_MINUTES),
                        pages.url(site.readPublic().signInUrl, "sign-in", locale(m))));
    }

    /** Sends a link that sets a new password. */
    void sendPasswordLink(Member m) {
        sendWithLink(m, m.email, "reset", "password_reset",
                new MailLink(RESET_PASSWORD_PURPOSE, m.id, null, Duration.ofMinutes(PASSWORD_LINK_LIFETIME_MINUTES),
                        pages.url(site.readPublic().passwordUrl, "reset-password", locale(m))));
    }

    /** Sends the link that confirms a new address to that address. */
    void sendEmailChangeLink(Member m, String to) {
        sendWithLink(m, to, "email", "member_email",
                new MailLink(CHANGE_EMAIL_PURPOSE, m.id, to, ADDRESS_LINK_LIFETIME,
                        pages.url(null, "change-email", locale(m))));
    }

    /** Tells the former address that the address of the account was changed. */
    void sendEmailChanged(Member m, String former) {
        outbox.send(mail(key(m.id, "email-changed:") + Ids.next(), m, former, "member_email_changed"));
    }

    /** Tells the member that the password was changed. */
    void sendPasswordChanged(Member m) {
        outbox.send(mail(key(m.id, "password-changed:") + Ids.next(), m, m.email, "password_changed"));
    }

    /** Cancels all waiting mails to the member. */
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
        return Mail.of(key, to, locale(m), messageKey).with("site", site.readPublic().title);
    }

    private String locale(Member m) {
        return m.locale == null ? site.defaultLocale() : m.locale;
    }

    private static String key(UUID member, String kind) {
        return "member:" + member + ":" + kind;
    }
}
