package dev.byline.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

/**
 * What changed since when, on this node. Time is a number that grows by one with each change; whoever read something at
 * a time asks later whether it still is what was read.
 */
@Singleton
public class ChangeTracker {
    /** Lists of articles, and whatever counts or compares them. */
    public static final String ARTICLES = "articles";
    /** Categories, tags and authors as a whole. */
    public static final String TAXONOMY = "taxonomy";
    /** The site; everything shows a part of it. */
    public static final String SITE = "site";

    /** Some megabytes at most. */
    private static final int MAX_NAMES = 50_000;

    private final Map<String, Long> lastChangeByName = new ConcurrentHashMap<>();
    private volatile long lastChangeOfAll;
    private volatile long currentTime;

    /** The time. */
    public long currentTime() {
        return currentTime;
    }

    /** Whether nothing of this changed after that time. */
    boolean isUnchanged(Collection<String> names, long since) {
        return lastChangeOfAll <= since
                && names.stream().allMatch(name -> lastChangeByName.getOrDefault(name, 0L) <= since);
    }

    /** All of this changed. */
    synchronized void markChanged(List<String> names) {
        long next = currentTime + 1;
        if (lastChangeByName.size() + names.size() > MAX_NAMES) {
            lastChangeOfAll = next;
            lastChangeByName.clear();
        } else {
            names.forEach(name -> lastChangeByName.put(name, next));
        }
        // Last: who reads the new time finds the changes.
        currentTime = next;
    }

    /** Anything may have changed. */
    public synchronized void markAllChanged() {
        lastChangeOfAll = currentTime + 1;
        lastChangeByName.clear();
        currentTime = lastChangeOfAll;
    }
}
