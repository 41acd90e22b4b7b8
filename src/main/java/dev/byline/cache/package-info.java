/**
 * Cached responses of the public API: bytes that are sent before anything else runs and never older than the last
 * change.
 *
 * <p>Read first: ResponseCache; then ChangeTracker and ChangeNotifier. The annotation {@code Cached} of an operation
 * makes its responses cacheable. KeptValues holds what many requests read and few change, for instance the site, bans
 * and the summaries of live articles.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a cache of our own on Caffeine; see src/docs/decisions.md.</li>
 * <li>Adopted: LISTEN/NOTIFY between nodes, sent with the commit. A node that does not hear the other nodes for a
 * second serves nothing from its cache. Rejected: a message broker, because it is another server.</li>
 * <li>Adopted: changes of comments are announced up to 300 ms after their commit, because commits that notify wait for
 * each other, and the disk would then set the rate of all comments together. (On two cores, Java limits the rate
 * before the disk does.)</li>
 * <li>Adopted: BYLINE_SERVE_STALE is off, because it shows for minutes what another node may have unpublished. A stale
 * response is sent after the database has failed to answer, not when notifications fail, because behind a pooler the
 * database works without notifications.</li>
 * <li>Adopted: brotli4j for br, because the JDK has none; Caffeine for bounds by weight that scans cannot break.</li>
 * <li>Adopted: {@code <} is <code>&#92;u003c</code> in responses with JSON-LD, in the entire response, because
 * frontends put a part of such a response between script tags. Rejected: a field with JSON as a text, because it would
 * be escaped twice.</li>
 * </ul>
 */
package dev.byline.cache;
