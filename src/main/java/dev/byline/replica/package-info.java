/**
 * Read replicas: public reads that no cache answers go to a streaming replica that has replayed every change that this
 * node knows, else to the primary server.
 *
 * <p>Read first: ReplicaMonitor, which proves that a replica is current; then Replicas and ReplicaReads. Without
 * {@code BYLINE_REPLICA_JDBC_URL} nothing of this package runs.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a proof for each replica, valid until the logical time of {@link dev.byline.cache.ChangeTracker} moves.
 * A change is marked before the cache forgets the old response, so the mark itself turns reads away from the replica,
 * and no write pays a statement for it. Rejected: a position in each announcement, because the position of a commit is
 * known only after the commit.</li>
 * <li>Adopted: a read never waits for a replica; it goes to the primary server. A change makes a replica unusable
 * until the next proof, and many comments a second therefore send most reads to the primary server.</li>
 * <li>Adopted: only operations with {@code @Cached}, and of these the statements of {@link
 * dev.byline.database.JdbcQueries}, which are nearly all of their load. Rejected: a second persistence unit or
 * Hibernate's tenants, because they change every session for the sake of some small statements, such as the id of a
 * category. Those are never older than the rest of the response.</li>
 * <li>Adopted: the identity of a server contains its timeline. After a failover a replica may have replayed a part of
 * the log that the new primary server never had; only the timeline tells.</li>
 * <li>Adopted: an operation whose replica fails runs again on the primary server. This is safe, because it only
 * reads.</li>
 * </ul>
 */
package dev.byline.replica;
