package dev.byline.view;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.cache.HeapShare;
import dev.byline.view.PendingView.Visitor;

/**
 * Detects visitors who open more than {@value #MAX_ARTICLES_PER_MINUTE} articles in a minute, which no person reads.
 * Each node counts for itself and in memory only, because no stored data may reveal which articles had the same
 * visitor. Over all nodes, the rate limit of view calls bounds what this class lets through.
 */
final class FloodDetector {
    static final int MAX_ARTICLES_PER_MINUTE = 30;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** The maximum number of visitors in a heap of full size. */
    private static final int MAX_TRACKED_VISITORS = 50_000;

    private final Cache<Visitor, VisitorMinute> minuteByVisitor = Caffeine.newBuilder()
            .maximumSize(HeapShare.scale(MAX_TRACKED_VISITORS))
            .expireAfterWrite(MINUTE).build();

    /** The articles that one visitor opened in the minute that began at a time. */
    private record VisitorMinute(Instant began, Set<UUID> articles) {}

    /**
     * Records that a visitor opened an article, and tells whether that exceeds the limit of the minute. An article that
     * the visitor opened before in the minute does not. Only one thread may call this method.
     */
    boolean isFlood(Visitor visitor, UUID article, Instant at) {
        var visitorMinute = minuteByVisitor.getIfPresent(visitor);
        if (visitorMinute == null || Duration.between(visitorMinute.began, at).abs().compareTo(MINUTE) >= 0) {
            visitorMinute = new VisitorMinute(at, new HashSet<>(4));
            minuteByVisitor.put(visitor, visitorMinute);
        }
        return !visitorMinute.articles.contains(article)
                && (visitorMinute.articles.size() >= MAX_ARTICLES_PER_MINUTE || !visitorMinute.articles.add(article));
    }
}
