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
import dev.byline.problem.ProblemType;
import dev.byline.security.NewPassword;
import dev.byline.site.PublicUrl;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Passwords by mail: whoever forgot theirs, or never had one, gets a link to choose one. What is asked for is looked at
 * after the answer, so that neither the answer nor its time tells whether there is such an account.
 */
@ApplicationScoped
class PasswordLinkService implements DeferredRequests.Handler, LinkAction {
    private static final String REQUEST_KIND = "account";
    private static final String TOKEN_PURPOSE = "account.password";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

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

    /** Takes the request down. */
    void requestLink(String email) {
        deferredRequests.add(REQUEST_KIND, new PasswordLinkRequest(email));
    }

    /** Sets the password, once; 400 and 410 for a token that is not valid (any more). */
    @Transactional
    void reset(String token, String password) {
        var tokenUse = tokens.use(token, TOKEN_PURPOSE);
        if (!tokenUse.first()) {
            throw ProblemException.of(ProblemType.GONE, "This link was used: ask for another mail.");
        }
        service.setPassword(tokenUse.subject(), password);
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
            outbox.send(Mail.of(prefix + Ids.next(), account.email, locale, "password_reset")
                    .with("site", site.readPublic().title())
                    .with(new MailLink(TOKEN_PURPOSE, account.id, null, TOKEN_LIFETIME,
                            LinkAction.pageUrl(address.forMails(), name(), locale))));
        }
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
