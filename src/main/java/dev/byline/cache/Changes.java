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
public class Changes {
    /** Lists of articles, and whatever counts or compares them. */
    public static final String ARTICLES = "articles";
    /** Categories, tags and authors as a whole. */
    public static final String TAXONOMY = "taxonomy";
    /** The site; everything shows a part of it. */
    public static final String SITE = "site";

    /** Some megabytes at most. */
    private static final int MOST_NAMES = 50_000;

    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private volatile long all;
    private volatile long now;

    /** The time. */
    public long now() {
        return now;
    }

    /** Whether nothing of this changed after that time. */
    boolean none(Collection<String> names, long since) {
        return all <= since && names.stream().allMatch(name -> last.getOrDefault(name, 0L) <= since);
    }

    /** All of this changed. */
    synchronized void happened(List<String> names) {
        long next = now + 1;
        if (last.size() + names.size() > MOST_NAMES) {
            all = next;
            last.clear();
        } else {
            names.forEach(name -> last.put(name, next));
        }
        // Last: who reads the new time finds the changes.
        now = next;
    }

    /** Anything may have changed. */
    public synchronized void lost() {
        all = now + 1;
        last.clear();
        now = all;
    }
}
