package dev.byline.view;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.byline.limit.RateLimits.BatchGrant;
import dev.byline.publication.PublicationService.ArticleReference;

/** One call that waits for the commit of its batch. What is known of the visitor is forgotten with it. */
final class ViewCall {
    final ArticleReference article;
    final Visitor visitor;
    /** Why it is no view, or null. */
    final Reason reason;
    final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /**
     * Whose call it is.
     *
     * @param network
     *            what limits count by
     */
    record Visitor(String address, String network, String agent) {}

    /** The totals after the commit, and what the limit has left, if there is one. */
    record Answer(ViewCount count, Optional<BatchGrant> limit) {}

    ViewCall(ArticleReference article, Visitor visitor, Reason reason) {
        this.article = article;
        this.visitor = visitor;
        this.reason = reason;
    }
}
