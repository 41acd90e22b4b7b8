/** Where the rows live: the embedded server of a start without configuration, ids, and the clock. */
package dev.byline.database;
