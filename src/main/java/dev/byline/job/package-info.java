/**
 * Background jobs: workers for queues in tables.
 *
 * <p>Read first: QueueWorker.
 */
package dev.byline.job;
