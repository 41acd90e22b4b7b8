/**
 * Feeds (RSS, Atom, JSON Feed) and site maps.
 *
 * <p>Read first: FeedService and SiteMaps; then FeedWriter.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: feeds have their format in the address, and Accept is ignored there, because feed readers send any
 * value. The format is a path parameter: five operations instead of fifteen.</li>
 * <li>Adopted: a feed without entries was changed at the beginning of time. Rejected: the current time, because the
 * feed would be another one each time.</li>
 * <li>Adopted: parts of a site map are ranges of articles by id, so that most articles stay in their part. The longest
 * slugs and all locales decide how many articles fit, so that no part exceeds 50 MiB. Revisit when a part must be
 * written to the network while it is read.</li>
 * <li>Adopted: ROME reads the feeds in tests only, as a parser that is not ours.</li>
 * </ul>
 */
package dev.byline.feed;
