/**
 * Authentication and authorization: keys, access tokens, roles, scopes, and the Caller that features ask.
 *
 * <p>Read first: Scope and Role; then BearerAuthentication and Caller.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the admin API is protected by the path policy of Quarkus and our authentication mechanism. Roles are
 * {@code @RolesAllowed}, from which the contract takes what an operation needs. Rejected: a filter of our own, because
 * OpenID Connect arrives through the same gate.</li>
 * <li>Adopted: SHA-256 hashes of keys, because keys are 256 random bits. Rejected: a slow hash, because it would cost
 * time at each request and add no safety.</li>
 * <li>Adopted: an operation needs a scope, and a role is a set of scopes. One {@code @RolesAllowed} serves roles, keys
 * with fewer scopes and the contract, and an operation that names no scope is closed to keys with fewer scopes.
 * Rejected: roles at operations and scopes beside them, because these are two truths.</li>
 * <li>Adopted: tokens are opaque and have a row, so a revoked token is refused at once, and there is no signature,
 * algorithm or audience to get wrong. Rejected: JWTs of our own. Revisit when one look-up by a unique index for each
 * request is too much.</li>
 * <li>Adopted: password4j for Argon2id, because it writes the PHC format; hand-made encodings of hashes are a source
 * of faults.</li>
 * </ul>
 */
package dev.byline.security;
