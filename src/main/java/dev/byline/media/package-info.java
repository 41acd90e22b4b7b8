/**
 * Media: the pictures and other files that staff upload, their descriptions, and the store of their bytes.
 *
 * <p>Read first: MediaCreation, then MediaService and MediaStore.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: files lie in a folder or a bucket, named by the hash of their bytes, and never change. Rejected: files in
 * PostgreSQL, because their bytes would pass through the write-ahead log, each replica and each backup.</li>
 * <li>Adopted: a file is stored before its row is committed, and deleted after its row. A kill in between leaves a file
 * without a row, which OrphanSweep deletes. The lock of FileRemoval keeps both sides apart while they change.</li>
 * <li>Adopted: uses of media are found in the texts by triggers, so that each way to write a text keeps them, also that
 * of a node of the previous release. Revisions do not count: they would keep every medium forever.</li>
 * <li>Adopted: a medium in the trash that an article refers to again leaves the trash. Rejected: refusing the article,
 * because its editor may not be the one who deleted the medium.</li>
 * <li>Adopted: the pieces of an upload lie in the database until the file is complete, as those of imports do.</li>
 * </ul>
 */
package dev.byline.media;
