/**
 * Sign-ins of staff and members alike: signing in, refreshing tokens, signing out.
 *
 * <p>Read first: SessionService; then KnownNetworks.
 */
package dev.byline.session;
