/**
 * Mails: written in the transaction of their change, sent by a worker, with links whose tokens are used once.
 *
 * <p>Read first: Outbox, OutboxSender and MailTransport; then LinkTokens and DeferredRequests.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: mails are an outbox table that every node empties (FOR UPDATE SKIP LOCKED, claims of five minutes),
 * through the mailer of the platform. Rejected: a message broker, because it is another server; sending in the
 * request, because it can send a mail without its change.</li>
 * <li>Adopted: the mailer does not announce SMTPUTF8. Local parts beyond ASCII arrive where the server accepts them
 * without it; domains are sent in ASCII. Revisit when Vert.x announces it.</li>
 * <li>Adopted: tokens are made at the moment of sending, so the outbox has none. A mail that is tried again has
 * another token, and each token works. Only the link that ends a subscription is an HMAC, because every mail has one:
 * an attacker who has the database can end subscriptions, and do nothing else.</li>
 * <li>Adopted: requests at an email address are a queue too (DeferredRequests). Rejected: equalizing the work of all
 * cases by hand, because the next change forgets one.</li>
 * <li>Adopted: the messages of mails and pages are one file for each locale (mail/&lt;locale&gt;.properties, Qute in
 * each value), in one frame for HTML and one for plain text. Rejected: a template for each mail, format and locale,
 * because that is four times the files.</li>
 * <li>Adopted: mails never take their addresses from the Host of a request. A client that asks for another person's
 * mail would choose its links otherwise.</li>
 * </ul>
 */
package dev.byline.mail;
