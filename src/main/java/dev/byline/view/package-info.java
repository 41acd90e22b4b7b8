/**
 * Counting views of published articles.
 *
 * <p>Read first: ViewQueue and ViewBatchWriter, which count; then ViewFilter, which decides what a view is.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: views are written in batches: a bounded queue, one writer for each node, one statement, and a response
 * after the commit without a thread that waits. Calls that arrive during a commit are the next batch, so no call waits
 * for a clock. Rejected: one upsert for each request, because a hot article is then a queue of commits; adding up in
 * memory and writing later, because a kill loses calls that were acknowledged.</li>
 * <li>Adopted: every batch takes rows in the order of their keys, so nodes wait for each other and never in a circle.
 * All calls of a batch have the moment of its first try, so that a repeated batch counts no visitor twice.</li>
 * <li>Adopted: the rate limit of views is taken in the transaction of the batch, for all its clients with one
 * statement. The articles that one visitor opens within a minute are counted on each node, in memory. Rejected: a row
 * that holds over nodes, because it would tell who read what.</li>
 * <li>Adopted: programs are recognized by a list of plain texts (bots.txt, of crawler-user-agents, MIT), looked up in
 * a tree of characters, so the cost is bounded for any user agent. Rejected: the 1,500 patterns as one regular
 * expression, because that is a thousand steps for each character. Renew the list with src/scripts/BotList.java.</li>
 * <li>Adopted: text, forms and empty bodies beside JSON, because sendBeacon sends JSON of another origin only after a
 * preflight request with credentials, which the public API does not allow. A page of another site can count a view of
 * its own visitor, as it can with JSON.</li>
 * <li>Rejected: multipart forms, because no frontend needs them for one field.</li>
 * </ul>
 */
package dev.byline.view;
