/** Feeds (RSS, Atom, JSON Feed) and site maps: what is published, for programs that follow or index it. */
package dev.byline.feed;
