/** Authors: the public profiles that articles are signed with. Never a sign-in, never an email. */
package dev.byline.author;
