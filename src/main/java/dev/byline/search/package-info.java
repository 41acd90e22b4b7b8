/** Search for readers: hits with highlights, facets, corrections, suggestions. */
package dev.byline.search;
