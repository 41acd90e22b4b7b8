/** How often somebody may do something, right over all nodes of a database. */
package dev.byline.limit;
