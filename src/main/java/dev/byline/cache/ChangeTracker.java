package dev.byline.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

/**
 * Records on this node which content changed at which logical time. The logical time is a number that grows by one with
 * each change. A request notes the time before it reads content, and can ask later whether the content has changed
 * since then.
 */
@Singleton
public class ChangeTracker {
    /** The lists of articles, and everything that counts or compares articles. */
    public static final String ARTICLES = "articles";
    /** The categories, tags and authors as a whole. */
    public static final String TAXONOMY = "taxonomy";
    /** The menus as a whole. */
    public static final String MENUS = "menus";
    /** The site; every response shows a part of it. */
    public static final String SITE = "site";

    /** The maximum number of remembered names, some megabytes. Beyond it all content counts as changed. */
    private static final int MAX_NAMES = 50_000;

    private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
    private final Map<String, LastChange> lastChangeByName = new ConcurrentHashMap<>();
    private volatile long lastChangeOfAll;
    private volatile long currentTime;

    /** The logical time of the last change of a name, and of the last one by staff; 0 for never. */
    private record LastChange(long time, long timeByStaff) {
        static final LastChange NEVER = new LastChange(0, 0);
    }

    /** Returns the current logical time. */
    public long currentTime() {
        return currentTime;
    }

    /**
     * Runs the listener after each change of the name, on the thread that marks the change, so it must be short. One
     * listener for each name.
     */
    public void listen(String name, Runnable listener) {
        listeners.put(name, listener);
    }

    /** Returns the logical time at which all content counted as changed last. */
    long lastChangeOfAll() {
        return lastChangeOfAll;
    }

    /** Returns whether none of the names changed after the given time. */
    boolean isUnchanged(Collection<String> names, long since) {
        return lastChangeOfAll <= since && names.stream()
                .allMatch(name -> lastChangeByName.getOrDefault(name, LastChange.NEVER).time <= since);
    }

    /** Returns whether staff changed none of the names after the given time. */
    boolean isUnchangedByStaff(Collection<String> names, long since) {
        return lastChangeOfAll <= since && names.stream()
                .allMatch(name -> lastChangeByName.getOrDefault(name, LastChange.NEVER).timeByStaff <= since);
    }

    /**
     * Marks the names as changed.
     *
     * @param frequent
     *            see {@link ContentChanged#frequent}
     */
    void markChanged(List<String> names, boolean frequent) {
        setChanged(names, frequent);
        names.stream().map(listeners::get).filter(Objects::nonNull).forEach(Runnable::run);
    }

    private synchronized void setChanged(List<String> names, boolean frequent) {
        long next = currentTime + 1;
        if (lastChangeByName.size() + names.size() > MAX_NAMES) {
            lastChangeOfAll = next;
            lastChangeByName.clear();
        } else {
            names.forEach(name -> lastChangeByName.compute(name, (key, last) -> new LastChange(next,
                    !frequent ? next : last == null ? 0 : last.timeByStaff)));
        }
        // Set the time last, so that a request that reads the new time finds the changes.
        currentTime = next;
    }

    /** Marks all content as changed. */
    public void markAllChanged() {
        setAllChanged();
        listeners.values().forEach(Runnable::run);
    }

    private synchronized void setAllChanged() {
        lastChangeOfAll = currentTime + 1;
        lastChangeByName.clear();
        currentTime = lastChangeOfAll;
    }
}
