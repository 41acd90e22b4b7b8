/** Signing in and out, of the staff and of readers alike. */
package dev.byline.session;
