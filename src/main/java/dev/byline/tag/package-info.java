/** Tags: flat, made by their first use. */
package dev.byline.tag;
