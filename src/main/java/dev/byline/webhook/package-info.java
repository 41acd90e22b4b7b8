/**
 * Webhooks: receivers are told of changes by signed requests, at least once, and in order for each article.
 *
 * <p>Read first: WebhookSender, which sends; DeliveryClaims, the queue; outbound.PublicAddressCheck.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the deliveries of a change are added in the transaction that logs the change. Rejected: a position in the
 * log for each webhook, because events that fail for hours and events that are sent again would need rows anyway.</li>
 * <li>Adopted: a delivery is claimed if it is the first waiting one of its webhook and thing, so that events of one
 * article stay in order over nodes and retries. Rejected: one event of a webhook at a time, because a slow receiver would
 * never catch up.</li>
 * <li>Adopted: the request has the state at the time of sending. Rejected: a copy of the content in each delivery, because
 * copies take space and outlive a deletion.</li>
 * <li>Adopted: the limits of requests on their way are those of a node. Rejected: limits over all nodes, which need a
 * row that all nodes write.</li>
 * <li>Adopted: what a receiver may be is decided by addresses, each time before connecting. Rejected: a list of forbidden
 * names, because any name can have any address.</li>
 * <li>Adopted: secrets are stored as they are, because signing needs them. Rejected: secrets encrypted with a key in the
 * settings, which who reads the database usually has as well.</li>
 * <li>Adopted: of comments, members and subscribers only ids and states are sent. Rejected: names and addresses, because
 * a receiver that is gone cannot erase them.</li>
 * </ul>
 */
package dev.byline.webhook;
