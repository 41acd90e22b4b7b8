/**
 * Webhooks: receivers are told of changes by signed requests, at least once, and in order for each article.
 *
 * <p>Read first: WebhookSender, which sends; DeliveryClaims, the queue; WebhookAddressCheck.
 */
package dev.byline.webhook;
