package dev.byline.mail;

import java.time.Duration;
import java.util.UUID;

/**
 * What a link in a mail lets its holder do, once. Its token is made when the mail is sent, so that it never lies anywhere
 * but in the mail.
 *
 * @param purpose
 *            what it is good for and nothing else is, for instance {@code subscription.confirm}
 * @param subject
 *            on whose behalf
 * @param detail
 *            whatever else {@link LinkTokens#use} is to give back, or null
 * @param lifetime
 *            from the sending of the mail
 * @param page
 *            the address to which {@code ?token=} is appended
 */
public record MailLink(String purpose, UUID subject, String detail, Duration lifetime, String page) {}
