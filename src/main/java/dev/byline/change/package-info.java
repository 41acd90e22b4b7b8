/**
 * The log of changes, in the order of their commits, and those who follow it: lists of changes, long polls and streams of
 * events. Webhooks read the same log.
 *
 * <p>Read first: ChangeLogWriter, which gives changes their positions; then ChangeReader and ChangeFeed.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: triggers write the changes, in the transaction of each change. A feature cannot forget them, and nodes of
 * the previous release write them during an upgrade.</li>
 * <li>Adopted: one transaction at a time moves changes that are committed to the log and gives them their positions, so
 * a position never appears below one that a follower has read. Rejected: positions from a sequence at the time of the
 * change, because a transaction that is still in flight would be skipped. Rejected: the horizon of a snapshot
 * (pg_snapshot_xmin), because one long transaction, for instance an import, would hold back all changes after it.</li>
 * <li>Adopted: the log has what changed, and a follower reads how it is now. Several changes of an article in a page are
 * one item. Rejected: copies of the content in the log, because they take space and outlive a deletion.</li>
 * <li>Adopted: items are read from the primary server and from no cache: a follower who reads an item that is older than
 * its position would never read the newer one.</li>
 * <li>Adopted: a new name of a category, tag or author is one change; its articles are logged in the background, 1,000
 * in each transaction. Rejected: logging them in the request, because a category can have 100,000.</li>
 * <li>Adopted: counters are a log of their own with one row for each article, because they change all the time.</li>
 * <li>Adopted: what readers see of a tag, it or nothing, is found out after the commit, under the lock of its row: two
 * transactions that each remove one of the last two articles see the article of the other.</li>
 * </ul>
 */
package dev.byline.change;
