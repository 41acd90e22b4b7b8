/**
 * Commands that import and export over HTTP.
 *
 * <p>Read first: ImportCommand and ExportCommand.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: picocli reads the options of the commands.</li>
 * </ul>
 */
package dev.byline.transfer.client;
