/**
 * Text as readers see it: rendering and sanitizing, plain text and excerpts, slugs, rules for single lines.
 *
 * <p>Read first: RenderedBody; then HtmlSanitizer and Slugs.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: all of commonmark at 0.30, the newest release of which every part is available. Byline makes the
 * anchors of headings itself, from the transliteration that slugs use, after the HTML in Markdown is parsed as well.
 * Anchors have no prefix: only headings carry anchors, and no anchor can be mistaken for a name of the page
 * itself.</li>
 * <li>Adopted: frames are built, not let through. The address of a player is built from the id of a video, and the
 * sanitizer allows only that address. Embeds that need a script stay links.</li>
 * <li>Adopted: 330 syllables of Vietnamese count as 230 words for the reading time. Vietnamese is recognized by the
 * letters that only Vietnamese has, because the locale may be missing or wrong.</li>
 * </ul>
 */
package dev.byline.text;
