/**
 * Subscriptions to mails about new articles: asking, confirming, ending, and announcing each article once.
 *
 * <p>Read first: SubscriptionRequests and SubscriptionService; then ArticleAnnouncements and SubscriptionMails.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: an announcement is one row in the publishing transaction. The mails are written from it in batches that
 * move a cursor in the same transaction. Revisit when a site has millions of subscribers.</li>
 * </ul>
 */
package dev.byline.subscription;
