/**
 * Accounts of the staff: their roles and passwords, their API keys, and OpenID Connect.
 *
 * <p>Read first: AccountService and ApiKeyService; then OpenIdSignIn.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: quarkus-oidc reads the tokens of the provider; Byline only maps a claim to a role. It is off until a
 * provider is configured. mock-oauth2-server is the provider of the tests, with discovery, keys and signatures of its
 * own.</li>
 * </ul>
 */
package dev.byline.account;
