/** What the reading door keeps as bytes: answered before anything else runs, and never older than the last change. */
package dev.byline.cache;
