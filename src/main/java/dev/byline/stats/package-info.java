/**
 * Counters of articles: views, visitor days and comments, in narrow rows of their own.
 *
 * <p>Read first: ArticleCounters.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a counter is what staff added (base) plus its days. Setting and adding are differences that lose no
 * view, and a nightly recount has a value to compare with: byline_views_drift, the number of articles whose counter
 * differs.</li>
 * </ul>
 */
package dev.byline.stats;
