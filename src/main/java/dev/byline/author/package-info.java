/**
 * Authors: the public profiles that sign articles. An author is not an account and has no email.
 *
 * <p>Read first: Author and AuthorService.
 */
package dev.byline.author;
