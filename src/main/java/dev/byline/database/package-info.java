/**
 * Ids, the clock, locks, JDBC reads, and the embedded PostgreSQL of a start without configuration.
 *
 * <p>Read first: JdbcQueries and Locks; then EmbeddedPostgresServer.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the library of zonky with its test settings turned back (fsync, synchronous commit, SCRAM instead of
 * trust, a shutdown order of our own). Rejected: the Quarkus extension for it, because it is fixed at build time and
 * starts where a database was given.</li>
 * <li>Adopted: a database cluster is created beside its place and moved there, so a first start that is killed leaves
 * no half of a cluster.</li>
 * <li>Adopted: JDBC for hot reads; see src/docs/decisions.md.</li>
 * </ul>
 */
package dev.byline.database;
