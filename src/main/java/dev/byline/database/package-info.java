/**
 * Connections and their deadlines, ids, the clock, locks, JDBC reads, and the embedded PostgreSQL of a start without
 * configuration.
 *
 * <p>Read first: SessionSettings and LongWork; then JdbcQueries and Locks, EmbeddedPostgresServer.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the library of zonky with its test settings turned back (fsync, synchronous commit, SCRAM instead of
 * trust, a shutdown order of our own). Rejected: the Quarkus extension for it, because it is fixed at build time and
 * starts where a database was given.</li>
 * <li>Adopted: a database cluster is created beside its place and moved there, so a first start that is killed leaves
 * no half of a cluster.</li>
 * <li>Adopted: only the owner can enter the directory of the binaries, because the library lets all users write to it
 * at each start, and a program that was put there would run with the rights of the service.</li>
 * <li>Adopted: JDBC for hot reads; see src/docs/decisions.md.</li>
 * <li>Adopted: a session outside a transaction returns its connection after each statement, by Hibernate's handling
 * mode, so that a thread never holds one connection while it waits for another. Quarkus does not list the setting as
 * supported; OneConnectionTest and the rule in ServiceTest hold it. Rejected: a transaction around each request, because
 * it would last as long as the rendering and the requests to other services. A stream of results keeps the connection until it is
 * closed, so queries return lists (ArchitectureTest).</li>
 * <li>Adopted: deadlines as startup options of each connection. Rejected: statements at the start of each connection,
 * because a pooler gives them to other clients.</li>
 * <li>Adopted: the clock of the database, measured by the heartbeats, as the clock of the service: all nodes agree when
 * something is due. Rejected: now() in the statements, because rules outside of SQL need the same time.</li>
 * <li>Adopted: deadlocks and serialization failures are repeated by an interceptor around each transaction.</li>
 * </ul>
 */
package dev.byline.database;
