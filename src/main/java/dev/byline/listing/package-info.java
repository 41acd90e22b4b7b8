/**
 * Lists, counts and rankings of published articles: filters, orders and pages. The package publication writes the rows
 * of the lists together with the published copies.
 *
 * <p>Read first: ArticleLists and ArticleFilter; then ViewRankings.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: every list is written down; see src/docs/decisions.md.</li>
 * <li>Adopted: pages are in lists of their own, with the same names after {@code page:}. Lists, counts, feeds and the
 * archive of articles read what they read before, and lists of pages have the same filters and orders. Rejected: a
 * condition on the kind, because every list of articles would pay for it.</li>
 * <li>Adopted: triggers keep the counts of lists as differences that no transaction waits for, summed up each minute.
 * Rejected: counting rows, because the cost grows; one counter to update, because publications would wait for each
 * other.</li>
 * <li>Adopted: rankings by views are rows that hold from one generation to another. Only articles whose counters
 * changed are written; the rows of the last 15 generations let a client continue paging. Rejected: an index on the
 * counters, because every view would move it.</li>
 * <li>Adopted: a generation is made in transactions of 2,000 articles and becomes visible with the last of them.
 * Rejected: one transaction, because an import made it large, and a request that took an article out of a list waited
 * for it for up to a minute.</li>
 * <li>Adopted: each list row repeats whether its article is pinned, for an index of "pinned first". Triggers write it
 * when rows of the list of pinned articles come and go, so that nodes of the release before keep it right, too. Rejected:
 * reading the pinned articles from a list of their own, because the others would have to be searched for behind them.</li>
 * <li>Adopted: the archive counts each month as a range of the index of one list. Rejected: counters by month, which
 * each change of a date, a category or a locale would have to move.</li>
 * <li>Adopted: the months of the archive begin in the time zone of the site, and Java computes where. PostgreSQL lacks
 * some of the names of zones that Java accepts. Rejected: {@code width_bucket} over all articles of a list, which
 * measured 0.33 to 0.62 seconds for a million articles, 0.22 with a range for each month.</li>
 * </ul>
 */
package dev.byline.listing;
