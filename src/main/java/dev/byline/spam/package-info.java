/** What keeps spam out, whatever it is posted to: pseudonyms of addresses, bans, words, an external checker. */
package dev.byline.spam;
