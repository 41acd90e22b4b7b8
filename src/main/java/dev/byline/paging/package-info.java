/**
 * Lists: pages by cursor and by number, sorting, and the fields of a response.
 *
 * <p>Read first: PageQuery and Page; then Keyset.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: limits of ranges are bound parameters. Written out, a planner that expects fewer rows of a list than
 * the page wants sorts the list; bound, it walks the index.</li>
 * <li>Adopted: around what is joined to these rows, the limit is written out, or an entire table is read for a page as
 * soon as lists are long. The limit is written out for combined filters too.</li>
 * <li>Adopted: n_distinct of the names of lists is set, because the planner takes the average length for each list.
 * Revisit when PostgreSQL knows how long a list is.</li>
 * </ul>
 */
package dev.byline.paging;
