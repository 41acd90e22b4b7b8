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
import dev.byline.site.PublicAddress;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Passwords by mail: whoever forgot theirs, or never had one, gets a link to choose one. What is asked for is looked at
 * after the answer, so that neither the answer nor its time tells whether there is such an account.
 */
@ApplicationScoped
class PasswordLinks implements DeferredRequests.Handler, LinkAction {
    private static final String KIND = "account";
    private static final String PURPOSE = "account.password";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final DeferredRequests deferredRequests;
    private final AccountRepository accounts;
    private final AccountService service;
    private final Outbox outbox;
    private final LinkTokens tokens;
    private final SiteService site;
    private final PublicAddress address;

    PasswordLinks(DeferredRequests deferredRequests, AccountRepository accounts, AccountService service, Outbox outbox,
            LinkTokens tokens, SiteService site, PublicAddress address) {
        this.deferredRequests = deferredRequests;
        this.accounts = accounts;
        this.service = service;
        this.outbox = outbox;
        this.tokens = tokens;
        this.site = site;
        this.address = address;
    }

    private record Asked(String email) {}

    /** Takes the request down. */
    void ask(String email) {
        deferredRequests.add(KIND, new Asked(email));
    }

    /** Sets the password, once; 400 and 410 for a token that is not valid (any more). */
    @Transactional
    void reset(String token, String password) {
        var tokenUse = tokens.use(token, PURPOSE);
        if (!tokenUse.first()) {
            throw ProblemException.of(ProblemType.GONE, "This link was used: ask for another mail.");
        }
        service.setPassword(tokenUse.subject(), password);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(JsonNode asked) {
        accounts.byEmail(asked.path("email").asText()).filter(account -> account.active).ifPresent(this::send);
    }

    private void send(Account account) {
        var prefix = "account:" + account.id + ":password:";
        if (outbox.isWithinRateLimit(prefix)) {
            var locale = site.defaultLocale();
            outbox.send(Mail.of(prefix + Ids.next(), account.email, locale, "password_reset")
                    .with("site", site.readPublic().title()).with(new MailLink(PURPOSE, account.id, null, LIFETIME,
                            LinkAction.pageUrl(address.inMails(), name(), locale))));
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
        if (!NewPassword.Validator.isGood(input)) {
            throw ProblemException.invalid("/password", NewPassword.RULE);
        }
        reset(token, input);
        return null;
    }
}
