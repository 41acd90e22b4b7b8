/** Counting views of published articles. */
package dev.byline.view;
