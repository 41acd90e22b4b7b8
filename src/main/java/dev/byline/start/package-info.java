/**
 * The start of the service: the embedded database if none is given, the first key, the sample content, the banner, the
 * commands.
 *
 * <p>Read first: Byline, the entry point; then BylineApplication and NewKeyCommand.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: new-key replaces the key of the role, which belongs to no account, so the lost key is of no use to its
 * finder.</li>
 * </ul>
 */
package dev.byline.start;
