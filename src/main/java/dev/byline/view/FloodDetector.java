package dev.byline.view;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.view.PendingView.Visitor;

/**
 * Visitors who open more articles than anybody reads. Of each node, in memory only, because nothing that is stored may
 * tell which articles had the same visitor; over all nodes the limit of calls bounds what this lets through.
 */
final class FloodDetector {
    private static final int MAX_ARTICLES_PER_MINUTE = 30;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_TRACKED_VISITORS = 50_000;

    private final Cache<Visitor, VisitorMinute> minuteByVisitor = Caffeine.newBuilder()
            .maximumSize(MAX_TRACKED_VISITORS)
            .expireAfterWrite(MINUTE).build();

    private record VisitorMinute(Instant began, Set<UUID> articles) {}

    /** Whether the article is one too many; only one thread may ask. */
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
