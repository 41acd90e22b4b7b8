package dev.byline.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.byline.cache.HeapShare;
import dev.byline.view.PendingView.Visitor;

/**
 * Detects visitors who open more than {@value #MAX_ARTICLES_PER_MINUTE} articles in a minute, which no person reads.
 * Each node counts for itself and in memory only, because no stored data may reveal which articles had the same
 * visitor. Over all nodes, the rate limit of view calls bounds what this class lets through. Only one thread may use an
 * object.
 */
final class FloodDetector {
    static final int MAX_ARTICLES_PER_MINUTE = 30;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** The maximum number of visitors in a heap of full size. */
    private static final int MAX_TRACKED_VISITORS = 50_000;

    private final int maxTrackedVisitors = HeapShare.scale(MAX_TRACKED_VISITORS);
    /** The visitors whose minute began first come first. */
    private final Map<Visitor, VisitorMinute> minuteByVisitor = new LinkedHashMap<>();

    /** The articles that one visitor opened in the minute that began at a time. */
    private static final class VisitorMinute {
        private final Instant began;
        private UUID[] articles = new UUID[1];
        private int count;

        VisitorMinute(Instant began) {
            this.began = began;
        }

        boolean isOver(Instant at) {
            return Duration.between(began, at).abs().compareTo(MINUTE) >= 0;
        }

        boolean contains(UUID article) {
            for (int i = 0; i < count; i++) {
                if (articles[i].equals(article)) {
                    return true;
                }
            }
            return false;
        }

        void add(UUID article) {
            if (count == articles.length) {
                articles = Arrays.copyOf(articles, Math.min(2 * count, MAX_ARTICLES_PER_MINUTE));
            }
            articles[count++] = article;
        }
    }

    /**
     * Records that a visitor opened an article, and tells whether that exceeds the limit of the minute. An article that
     * the visitor opened before in the minute does not.
     */
    boolean isFlood(Visitor visitor, UUID article, Instant at) {
        var visitorMinute = minuteByVisitor.get(visitor);
        if (visitorMinute == null || visitorMinute.isOver(at)) {
            minuteByVisitor.remove(visitor);
            dropOldest(at);
            visitorMinute = new VisitorMinute(at);
            minuteByVisitor.put(visitor, visitorMinute);
        }
        if (visitorMinute.contains(article)) {
            return false;
        }
        if (visitorMinute.count >= MAX_ARTICLES_PER_MINUTE) {
            return true;
        }
        visitorMinute.add(article);
        return false;
    }

    /** Makes room for one more visitor, and forgets the visitors whose minute is over. */
    private void dropOldest(Instant at) {
        var oldest = minuteByVisitor.values().iterator();
        while (oldest.hasNext() && (oldest.next().isOver(at) || minuteByVisitor.size() >= maxTrackedVisitors)) {
            oldest.remove();
        }
    }
}
