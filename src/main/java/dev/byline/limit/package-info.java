/**
 * Rate limits that hold over all nodes of a database, and shares of the database that hold on each node.
 *
 * <p>Read first: RateLimits, which has all limits; then RateLimited and RateLimiter; Share and ShareFilter.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: rate limits are rows of the database, counted by one function of the database and by its clock, in an
 * unlogged table. The limits hold over all nodes, and a refused request costs one statement. Rejected: counting on
 * each node, because the limit then grows with the nodes; a library for buckets, because it needs several round trips
 * for the same work.</li>
 * <li>Adopted: rate limits are counted on connections of a pool of their own, outside the transaction of the request.
 * The holder of such a connection never waits for anything else.</li>
 * <li>Adopted: shares of the database by kind of request, with bounded queues, so that a flood of one kind is rejected
 * at once and does not stop the others. Rejected: one pool per kind, because a request that reads and writes would need
 * two connections.</li>
 * <li>Adopted: attempts of strangers are slowed down by rate limits. Rejected: locks on an account, because a lock is
 * a way to shut its owner out.</li>
 * </ul>
 */
package dev.byline.limit;
