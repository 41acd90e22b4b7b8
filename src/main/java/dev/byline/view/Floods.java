package dev.byline.view;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.view.ViewCall.Visitor;

/**
 * Visitors who open more articles than anybody reads. Of each node, in memory only, because nothing that is stored may
 * tell which articles had the same visitor; over all nodes the limit of calls bounds what this lets through.
 */
final class Floods {
    private static final int MOST_ARTICLES = 30;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_VISITORS = 50_000;

    private final Cache<Visitor, Minute> minutes = Caffeine.newBuilder().maximumSize(MOST_VISITORS)
            .expireAfterWrite(MINUTE).build();

    private record Minute(Instant began, Set<UUID> articles) {}

    /** Whether the article is one too many; only one thread may ask. */
    boolean isOne(Visitor visitor, UUID article, Instant at) {
        var minute = minutes.getIfPresent(visitor);
        if (minute == null || Duration.between(minute.began, at).abs().compareTo(MINUTE) >= 0) {
            minute = new Minute(at, new HashSet<>(4));
            minutes.put(visitor, minute);
        }
        return !minute.articles.contains(article)
                && (minute.articles.size() >= MOST_ARTICLES || !minute.articles.add(article));
    }
}
