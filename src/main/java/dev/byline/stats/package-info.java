/** The counters that an article shows, in narrow rows of their own. */
package dev.byline.stats;
