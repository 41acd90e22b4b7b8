/**
 * Backups of the embedded PostgreSQL with the files of media, and copies of the database to another server: the
 * commands {@code backup}, {@code restore} and {@code copy-to}.
 *
 * <p>Read first: BackupCommand with ClusterBackup, MediaBackup and BackupFile; then DatabaseCopy.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: PostgreSQL's low-level backup over JDBC, because the embedded distribution has neither pg_basebackup nor
 * pg_dump. A temporary replication slot keeps the write-ahead log that a backup needs, so nothing is archived. Rejected:
 * an export of the content, which leaves out sessions, keys, subscribers and the audit log.</li>
 * <li>Adopted: a ZIP file, because the JDK reads and writes it, at any size, and finds the list of hashes in it without
 * reading the rest. Rejected: tar, which needs a library.</li>
 * <li>Adopted: each backup is restored before it gets its name, to a server in a temporary directory, where amcheck
 * reads every table and every B-tree. That takes as long as the backup and as much space as the database. Rejected:
 * checking the hashes alone, because hashes say nothing about the write-ahead log.</li>
 * <li>Adopted: a backup has the files of media, copied after the database, because people forget the second of two
 * steps. They are read once more for the check and not unpacked, which would take their space again. Rejected: a damaged
 * or missing file of media that fails the backup, because then there would be no backup of the articles.</li>
 * <li>Adopted: a copy is one transaction of COPY statements, with the triggers of Byline's own turned off by the owner
 * of the tables, so that counters are copied and not counted again. Foreign keys stay on and give the order of the
 * tables. Rejected: session_replication_role, because it needs a superuser.</li>
 * </ul>
 */
package dev.byline.backup;
