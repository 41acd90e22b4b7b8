/**
 * Search for readers: hits with highlights, facets, corrections, suggestions. The index is SearchIndex in the package
 * publication.
 *
 * <p>Read first: SearchService; then CandidateSql, Highlighter.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the full-text search of PostgreSQL, over words that are folded here with the decomposition of Unicode.
 * Rejected: unaccent, because it is an extension that must be installed and differs by server.</li>
 * <li>Adopted: the newest 200 matches in titles are ranked, then the newest 200 others, then the newest 200 with the
 * last word as a beginning, each group only if the page needs it; 300 more of each follow by time. Ranks need whole
 * documents of some 10 KB, and reading those of 1,500 matches was most of the time of a search. Rejected: a second, short
 * document beside each article for ranks alone; with the titles and the frequent words it would still have 3.6 KB of the
 * 9.7 KB. Revisit when a site needs ranking over all matches, or synonyms.</li>
 * <li>Adopted: the newest of very many matches are found by months and years in the index, which needs no further
 * index. Rejected: walking the articles from the newest on until enough match, because that reads the documents of those
 * that do not.</li>
 * <li>Adopted: corrections are sought among the words of titles, by edit distance.</li>
 * <li>Adopted: words are found here, by WordScanner in the package text, in articles and queries alike. Rejected: the
 * parser of PostgreSQL, which takes hosts and file names for one word, and emoji and signs for none. ICU finds the
 * words of Thai, Lao, Khmer and Burmese; the JDK has a dictionary of Thai only.</li>
 * </ul>
 */
package dev.byline.search;
