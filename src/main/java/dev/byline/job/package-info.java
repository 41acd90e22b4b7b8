/**
 * Background jobs: the hourly cleanup, the daily recount, and workers for queues in tables.
 *
 * <p>Read first: ScheduledJobs and QueueWorker.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the scheduler of Quarkus for work at fixed times, and one class, QueueWorker, for work that waits in
 * tables. Rejected: a thread and a timer for each feature.</li>
 * <li>Adopted: cleanups and recounts are beans that ScheduledJobs finds. Rejected: an event, because an observer that
 * fails keeps the event from the observers after it.</li>
 * <li>Adopted: cleanups run on every node and skip locked rows. Rejected: choosing one node, because a node that dies
 * would have to be noticed.</li>
 * <li>A thread of its own remains where a thread waits all the time: the listener for notifications (cache), the writer
 * of views (view), and the hook that stops the embedded database (start).</li>
 * </ul>
 */
package dev.byline.job;
