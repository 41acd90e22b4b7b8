/**
 * Rate limits that hold over all nodes of a database.
 *
 * <p>Read first: RateLimitTable, which has all limits; then RateLimited and RateLimits.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: rate limits are rows of the database, counted by one function of the database and by its clock, in an
 * unlogged table. The limits hold over all nodes, and a refused request costs one statement. Rejected: counting on
 * each node, because the limit then grows with the nodes; a library for buckets, because it needs several round trips
 * for the same work.</li>
 * <li>Adopted: attempts of strangers are slowed down by rate limits. Rejected: locks on an account, because a lock is
 * a way to shut its owner out.</li>
 * </ul>
 */
package dev.byline.limit;
