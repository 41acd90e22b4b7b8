package dev.byline.account;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.database.Ids;
import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkAction;
import dev.byline.mail.LinkTokens;
import dev.byline.mail.Mail;
import dev.byline.mail.MailLink;
import dev.byline.mail.Outbox;
import dev.byline.problem.ProblemException;
import dev.byline.security.NewPassword;
import dev.byline.site.PublicUrl;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Mails links to choose a password, for staff who forgot their password or never had one.
 * <ol>
 * <li>The request is stored and answered. The account is looked up only later, so that neither the response nor its
 * timing reveals whether an account with that email exists.
 * <li>A worker looks the account up and mails a link with a token, which is valid for an hour and works once. The mail
 * to an account whose owner cannot sign in yet is an invitation, and its link is valid for three days. The worker sends
 * no mail if there is no active account with the email, or if the account got too many such mails.
 * <li>The owner opens the link and chooses a password, which ends all sessions of the account.
 * </ol>
 */
@ApplicationScoped
class PasswordLinkService implements DeferredRequests.Handler, LinkAction {
    private static final String REQUEST_KIND = "account";
    private static final String TOKEN_PURPOSE = "account.password";
    static final int TOKEN_LIFETIME_MINUTES = 60;
    static final int INVITATION_LIFETIME_HOURS = 72;

    private final DeferredRequests deferredRequests;
    private final AccountRepository accounts;
    private final AccountService service;
    private final Outbox outbox;
    private final LinkTokens tokens;
    private final SiteService site;
    private final PublicUrl address;

    PasswordLinkService(DeferredRequests deferredRequests, AccountRepository accounts, AccountService service,
            Outbox outbox,
            LinkTokens tokens, SiteService site, PublicUrl address) {
        this.deferredRequests = deferredRequests;
        this.accounts = accounts;
        this.service = service;
        this.outbox = outbox;
        this.tokens = tokens;
        this.site = site;
        this.address = address;
    }

    private record PasswordLinkRequest(String email) {}

    /** Stores the request for a link; a worker handles it after the response. */
    void requestLink(String email) {
        deferredRequests.add(REQUEST_KIND, new PasswordLinkRequest(email));
    }

    /** Sets the password; 400 for a token that never was valid, 410 for one that was used or has expired. */
    @Transactional
    void reset(String token, String password) {
        service.setPassword(tokens.useOnce(token, TOKEN_PURPOSE).subject(), password);
    }

    @Override
    public String kind() {
        return REQUEST_KIND;
    }

    @Override
    public void handle(JsonNode request) {
        accounts.findByEmail(request.path("email").asText()).filter(account -> account.active).ifPresent(this::send);
    }

    private void send(Account account) {
        var prefix = "account:" + account.id + ":password:";
        if (outbox.isWithinRateLimit(prefix)) {
            var locale = site.defaultLocale();
            var lifetime = account.isInvited()
                    ? Duration.ofHours(INVITATION_LIFETIME_HOURS)
                    : Duration.ofMinutes(TOKEN_LIFETIME_MINUTES);
            var mail = Mail.of(prefix + Ids.next(), account.email, locale, words(account))
                    .with("site", site.readPublic().title).with("name", account.name)
                    .with(new MailLink(TOKEN_PURPOSE, account.id, null, lifetime,
                            LinkAction.pageUrl(address.base(), name(), locale)));
            outbox.send(account.invitedBy == null ? mail : mail.with("inviter", account.invitedBy));
        }
    }

    /** Returns the message key: an invitation until the owner can sign in, and a new password afterwards. */
    private static String words(Account account) {
        if (!account.isInvited()) {
            return "password_reset";
        }
        return account.invitedBy == null ? "account_invitation" : "account_invitation_by";
    }

    @Override
    public String name() {
        return "staff-password";
    }

    @Override
    public boolean asksForPassword() {
        return true;
    }

    @Override
    public String perform(String token, String input) {
        if (!NewPassword.NewPasswordValidator.isAcceptable(input)) {
            throw ProblemException.invalid("/password", NewPassword.RULE_MESSAGE);
        }
        reset(token, input);
        return null;
    }
}
