package dev.byline.mail;

import java.time.Duration;
import java.util.UUID;

/**
 * A link in a mail that authorizes its holder to do one thing. Its token is created when the mail is sent and exists
 * nowhere but in the mail; the database stores only its hash.
 *
 * @param purpose
 *            the one thing that the token authorizes, for instance {@code subscription.confirm}
 * @param subject
 *            id of the account, member or subscriber on whose behalf the holder acts
 * @param detail
 *            additional data that {@link LinkTokens#use} returns, or null
 * @param lifetime
 *            validity of the token, counted from the sending of the mail
 * @param page
 *            address of the page; the token takes the place of {@link #TOKEN_PLACEHOLDER}, or is appended as the query
 *            parameter {@code token}, which is all that nodes of the last release can do
 */
public record MailLink(String purpose, UUID subject, String detail, Duration lifetime, String page) {
    /** The place of the token in the address of a page. */
    public static final String TOKEN_PLACEHOLDER = "{token}";

    /** Returns the address of the page with a token. */
    String pageWith(String token) {
        return page.contains(TOKEN_PLACEHOLDER)
                ? page.replace(TOKEN_PLACEHOLDER, token)
                : page + (page.contains("?") ? "&" : "?") + "token=" + token;
    }
}
