/**
 * Published copies of articles, which readers see, with links and lists of their own. No query here can reach a
 * working copy.
 *
 * <p>Read first: PublishedContent, PublicationWriter, which writes published copies, and PublicationReader, which reads
 * them; PublicationService, which other packages ask; then ArticleLists and ViewRankings.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a shape with more than seven fields is a class with public fields. A response sets its final fields by
 * name in its constructor, so that the compiler asks for all of them; an input is set by Jackson or by name. Rejected:
 * records, because the order of 20 arguments is not readable; builders, because they repeat the fields.</li>
 * <li>Adopted: every list is written down; see src/docs/decisions.md.</li>
 * <li>Adopted: triggers keep the counts of lists as differences that no transaction waits for, summed up each minute.
 * Rejected: counting rows, because the cost grows; one counter to update, because publications would wait for each
 * other.</li>
 * <li>Adopted: rankings by views are rows that hold from one generation to another. Only articles whose counters
 * changed are written; the rows of the last 15 generations let a client continue paging. Rejected: an index on the
 * counters, because every view would move it.</li>
 * <li>Adopted: a generation is made in transactions of 2,000 articles and becomes visible with the last of them.
 * Rejected: one transaction, because an import made it large, and a request that took an article out of a list waited
 * for it for up to a minute.</li>
 * </ul>
 */
package dev.byline.publication;
