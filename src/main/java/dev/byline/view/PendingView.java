package dev.byline.view;

import java.util.Optional;

import dev.byline.database.QueuedWrite;
import dev.byline.limit.RateLimiter.BatchGrant;
import dev.byline.publication.PublicationService.ArticleReference;

/** A view call that waits for the commit of its batch. The address and user agent exist only as long as this object. */
final class PendingView extends QueuedWrite<PendingView.ViewResult> {
    final ArticleReference article;
    final Visitor visitor;
    /** The reason not to count the call as a view, or null. */
    final DropReason dropReason;

    /**
     * The visitor who made a call.
     *
     * @param address
     *            the IP address
     * @param network
     *            the part of the address that rate limits count by
     * @param agent
     *            the user agent; empty if the request has none
     */
    record Visitor(String address, String network, String agent) {}

    /** The totals of the article after the commit, and the state of the rate limit if rate limits are enforced. */
    record ViewResult(ViewCount count, Optional<BatchGrant> limit) {}

    PendingView(ArticleReference article, Visitor visitor, DropReason dropReason) {
        this.article = article;
        this.visitor = visitor;
        this.dropReason = dropReason;
    }
}
