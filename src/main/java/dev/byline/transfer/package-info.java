/**
 * Imports and exports: jobs that take files of many formats, and a stream of everything in Byline.
 *
 * <p>Read first: ImportResource and ImportRunner; then ImportBatchWriter and SiteExporter.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the file of an import lies in the database, in pieces of a megabyte, until the job is done, because
 * nodes share nothing else. The node that runs a job sends a heartbeat every two seconds; after ten seconds without
 * one any node may claim the job. The progress commits with the items, so a killed run leaves neither a gap nor a
 * duplicate.</li>
 * <li>Adopted: two connections write an import where the articles of two transactions want no common slug, translation
 * or name; that is half as fast again as one. Each connection commits by itself; the report knows the items that are
 * done ahead, and they are not done again. Rejected: more than two, because PostgreSQL and Java have two cores to
 * share here. Revisit on a machine with eight.</li>
 * <li>Adopted: new articles are written 200 a transaction in a few statements, by the entities and rules of every
 * other save. If that fails, they are written one by one, so that one bad item costs only itself. An item that changed
 * is saved as an editor would save it.</li>
 * <li>Adopted: the notes of a job are counted by kind while its items are written, so that a job is read without
 * counting. A kind is the statement of a note without quotations, parentheses and numbers. Rejected: a code for each
 * note, which every reader of a format would have to know.</li>
 * <li>Adopted: the files that an item shows become media before the transaction of its batch, each in a transaction of
 * its own, so that no lock waits for a server on the web; an import that is continued finds them by address and bytes.
 * Files in the archive become media without being asked for, because their addresses lead nowhere else; those on the web
 * only with media=fetch, because an import must not call servers that the client did not name.</li>
 * <li>Adopted: addresses are replaced in the text of a source, and not in a parsed document, so that everything else
 * stays as its author wrote it.</li>
 * <li>Adopted: an export with media is a zip of lines and files whose entries all have one time, so that the same
 * content makes the same bytes.</li>
 * <li>Adopted: commons-fileupload reads forms as they come, because the platform writes them to a disk first.</li>
 * <li>Adopted: subscribers are not in exports. They agreed to mails of this Byline, the list of addresses that must
 * never be mailed again is keyed by a secret that stays here, and /admin/subscribers/import asks for evidence. Revisit
 * when entire sites move often.</li>
 * </ul>
 */
package dev.byline.transfer;
