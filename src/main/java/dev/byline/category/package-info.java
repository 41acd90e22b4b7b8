/**
 * Categories: the tree of sections of a blog.
 *
 * <p>Read first: Category and CategoryService; then CategoryTree and CategoryRemoval.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the order of categories is a materialized path of positions. The tree in its order, and everything
 * below one category, are ranges of one index. The price is rewriting paths on a move, under one lock. Rejected:
 * ltree, because it is an extension for the work of a text. Revisit beyond some ten thousand categories.</li>
 * <li>Adopted: merging fires an event, and the packages that hold links follow it in the same transaction. Writers of
 * articles share a lock that merging takes exclusively, so no link is lost, doubled or left behind.</li>
 * <li>Adopted: categories, tags and authors keep their former slugs in a table beside each of them. Another one gets a
 * former slug only if the request says so. Rejected: one table of all slugs, as articles have, because only the row
 * itself refers to its slug, and because the previous release writes slugs to the row alone.</li>
 * </ul>
 */
package dev.byline.category;
