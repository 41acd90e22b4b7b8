/**
 * Published copies of articles, which readers see, with links and lists of their own. No query here can reach a
 * working copy.
 *
 * <p>Read first: PublishedContent, PublicationWriter, which writes published copies, and PublicationReader, which reads
 * them; then PublicationService, which other packages ask. The package listing reads the lists.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a shape with more than seven fields is a class with public fields. A response sets its final fields by
 * name in its constructor, so that the compiler asks for all of them; an input is set by Jackson or by name. Rejected:
 * records, because the order of 20 arguments is not readable; builders, because they repeat the fields.</li>
 * <li>Adopted: summaries and references of live articles that were read stay in memory (ArticleSummaries). Rejected: a
 * column with the finished response, because a new name of a category would rewrite the rows of all its articles, and
 * lists would read wide rows.</li>
 * <li>Adopted: biographies and ancestors are kept by author and category, not with each article (ReferenceDetails). They
 * are long, few, and the same for many articles.</li>
 * <li>Adopted: media get their addresses, sizes and texts when an article is read, not when it is saved. A replaced file,
 * a new caption or other widths of the site reach all articles at once, and bodies stay the same in the database. The
 * media of a page of a list are looked up together, and kept.</li>
 * <li>Adopted: a cover in the admin API has the alternative text that editors gave, and only readers get that of the
 * medium, so that sending a working copy back does not make a copy of it.</li>
 * </ul>
 */
package dev.byline.publication;
