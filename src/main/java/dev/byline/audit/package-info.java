/**
 * The audit log: every change by staff, with who, what and when.
 *
 * <p>Read first: AuditLog, which writes entries; then AuditLogReader.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: an import is not recorded item by item in the audit log; the report of the import has the items. The
 * audit log has the beginning and the end of the import, and revisions name who imported.</li>
 * </ul>
 */
package dev.byline.audit;
