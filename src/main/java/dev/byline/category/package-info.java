/** Categories: the sections of a blog. */
package dev.byline.category;
