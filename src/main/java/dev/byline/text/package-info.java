/**
 * Text as readers see it: rendering and sanitizing, plain text and excerpts, slugs, rules for single lines.
 *
 * <p>Read first: RenderedBody; then ArticleBodyTransformer, ArticlePolicy and Slugs.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: all of commonmark at 0.30, the newest release of which every part is available. Byline makes the
 * anchors of headings itself, from the transliteration that slugs use, after the HTML in Markdown is parsed as
 * well.</li>
 * <li>Adopted: ids have a prefix, eight hexadecimal digits of the article's id. Two bodies fit on one page, and an id
 * cannot be mistaken for a name of the page itself. The prefix is added to the sanitized HTML, because an import
 * renders bodies before their articles have ids. The stored HTML of an article follows these rules from its next
 * save or publication on; before, it stays as it was.</li>
 * <li>Adopted: frames are built, not let through. The address of a player is built from the id of a video, and the
 * sanitizer allows only that address. Embeds that need a script stay links.</li>
 * <li>Adopted: a figure without a caption gets the caption and the credit of its medium. A caption in the body replaces
 * both; an empty title in Markdown means that there is none. Rejected: a credit after each caption, because authors who
 * write a caption name the maker in it.</li>
 * <li>Adopted: an empty alternative text in Markdown means that the author gave none, because Markdown cannot leave it
 * out; in HTML it means that the picture is decorative.</li>
 * <li>Adopted: formulas are passed on as TeX for KaTeX or MathJax in the page. Rejected: MathML made here, because its
 * elements are the ones that attacks on sanitizers use.</li>
 * <li>Adopted: emphasis beside CJK characters by the rule that was discussed for CommonMark 0.32, always. It changes
 * no example of CommonMark 0.31. See CjkEmphasis for the two marks that stand in for an extension point.</li>
 * <li>Adopted: 330 syllables of Vietnamese count as 230 words for the reading time. Vietnamese is recognized by the
 * letters that only Vietnamese has, because the locale may be missing or wrong.</li>
 * </ul>
 */
package dev.byline.text;
