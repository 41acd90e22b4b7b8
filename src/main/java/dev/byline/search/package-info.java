/**
 * Search for readers: hits with highlights, facets, corrections, suggestions. The index is SearchIndex in the package
 * publication.
 *
 * <p>Read first: SearchService; then Highlighter.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the full-text search of PostgreSQL, over words that are folded here with the decomposition of Unicode.
 * Rejected: unaccent, because it is an extension that must be installed and differs by server.</li>
 * <li>Adopted: at most 1,500 of very many matches are ranked: those in titles, those of two years, others. Revisit
 * when a site needs ranking over all matches, or synonyms.</li>
 * <li>Adopted: corrections are sought among the words of titles, by edit distance.</li>
 * <li>Adopted: words are found here, by WordScanner in the package text, in articles and queries alike. Rejected: the
 * parser of PostgreSQL, which takes hosts and file names for one word, and emoji and signs for none. ICU finds the
 * words of Thai, Lao, Khmer and Burmese; the JDK has a dictionary of Thai only.</li>
 * </ul>
 */
package dev.byline.search;
