/**
 * Sign-ins of staff and members alike: signing in, refreshing tokens, signing out.
 *
 * <p>Read first: SignInService; then SessionService and KnownNetworks.
 */
package dev.byline.session;
