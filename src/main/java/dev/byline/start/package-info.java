/**
 * The start of the service: the embedded database if none is given, the first key, the sample content, the banner, the
 * commands.
 *
 * <p>Read first: Byline, the entry point; then BylineApplication, NewKeyCommand and MigrateCommand.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: new-key replaces the key of the role, which belongs to no account, so the lost key is of no use to its
 * finder.</li>
 * <li>Adopted: migrate runs Flyway alone. A start of the service that only migrates would also start its workers, which
 * send mails and publish schedules.</li>
 * </ul>
 */
package dev.byline.start;
