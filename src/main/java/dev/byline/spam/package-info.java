/**
 * Spam protection for texts that readers post: address hashes, bans, banned words, an external checker.
 *
 * <p>Read first: Bans and AddressHashes; then ExternalSpamCheck.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a network address is stored as an HMAC under the salt of its month, of its /24 or /64. The hash is
 * enough to ban and to find what came from one place, and not enough to tell whose address it was.</li>
 * <li>Adopted: bans of emails are hashes too, so that erasing a person does not undo the bans.</li>
 * <li>Adopted: the interface of Akismet is the only place that knows Akismet. It sees a text, and returns ham, spam or
 * unknown.</li>
 * </ul>
 */
package dev.byline.spam;
