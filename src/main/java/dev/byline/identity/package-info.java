/**
 * Identities of articles: the id, all slugs and the translation group that both copies share.
 *
 * <p>Read first: ArticleIdentities and SlugRow; then FormerAddress.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: one table of all slugs. Foreign keys say which row is the slug of the draft, of the live article or a
 * former one. Rejected: a flag, because a flag could lie.</li>
 * <li>Adopted: addresses of other systems are stored beside slugs, as they were and as they are compared. Slugs alone
 * made one of two pages with the same last part. Rejected: addresses as slugs, because a slug belongs to one article
 * and an address may be that of two, on two hosts.</li>
 * </ul>
 */
package dev.byline.identity;
