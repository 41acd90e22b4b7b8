/**
 * Tags: flat names of topics, created by their first use.
 *
 * <p>Read first: Tag and TagService; then TagRemoval.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: merging works as in the package category.</li>
 * </ul>
 */
package dev.byline.tag;
