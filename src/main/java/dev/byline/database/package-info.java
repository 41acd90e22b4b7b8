/** Where the rows live: the embedded server of a start without configuration, ids, the clock, and workers. */
package dev.byline.database;
