/**
 * Identities of articles: the id, all slugs and the translation group that both copies share.
 *
 * <p>Read first: ArticleIdentities and SlugRow.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: one table of all slugs. Foreign keys say which row is the slug of the draft, of the live article or a
 * former one. Rejected: a flag, because a flag could lie.</li>
 * </ul>
 */
package dev.byline.identity;
