/** Text as readers meet it: rendering and sanitizing, plain text and excerpts, slugs, and the rules for single lines. */
package dev.byline.text;
