/**
 * Revisions of articles: each save as a numbered document, which can be listed, read and compared. The package knows
 * no fields of articles.
 *
 * <p>Read first: RevisionStore and RevisionChange.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: revisions are JSON documents of what an editor would send, with references by id. A reference to a
 * category that was merged since is found by its former id. Rejected: tables with history, because no feature searches
 * in them.</li>
 * <li>Adopted: the content that was published before there were revisions is kept as revision 0, as HTML.</li>
 * </ul>
 */
package dev.byline.history;
