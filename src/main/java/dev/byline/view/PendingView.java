package dev.byline.view;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.byline.limit.RateLimits.BatchGrant;
import dev.byline.publication.PublicationService.ArticleReference;

/** One call that waits for the commit of its batch. What is known of the visitor is forgotten with it. */
final class PendingView {
    final ArticleReference article;
    final Visitor visitor;
    /** Why it is no view, or null. */
    final DropReason dropReason;
    final CompletableFuture<ViewResult> result = new CompletableFuture<>();

    /**
     * Whose call it is.
     *
     * @param network
     *            what limits count by
     */
    record Visitor(String address, String network, String agent) {}

    /** The totals after the commit, and what the limit has left, if there is one. */
    record ViewResult(ViewCount count, Optional<BatchGrant> limit) {}

    PendingView(ArticleReference article, Visitor visitor, DropReason dropReason) {
        this.article = article;
        this.visitor = visitor;
        this.dropReason = dropReason;
    }
}
