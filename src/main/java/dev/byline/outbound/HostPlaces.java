package dev.byline.outbound;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The places for requests to each host at a time. A host that has no requests takes no memory. */
final class HostPlaces {
    private final int placesOfHost;
    private final Map<String, Places> places = new HashMap<>();

    HostPlaces(int placesOfHost) {
        this.placesOfHost = placesOfHost;
    }

    private static final class Places {
        private final Semaphore free;
        /** The requests that have a place, or wait for one. */
        private int users;

        Places(int count) {
            free = new Semaphore(count, true);
        }
    }

    /** Waits for a place, first come, first served; returns false if none was free in time. */
    boolean acquire(String host, Duration maxWait) throws InterruptedException {
        Semaphore free;
        synchronized (places) {
            var ofHost = places.computeIfAbsent(host, key -> new Places(placesOfHost));
            ofHost.users++;
            free = ofHost.free;
        }
        boolean acquired = false;
        try {
            acquired = free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
            return acquired;
        } finally {
            if (!acquired) {
                leave(host);
            }
        }
    }

    /** Frees a place that was acquired. */
    void release(String host) {
        leave(host).free.release();
    }

    private Places leave(String host) {
        synchronized (places) {
            var ofHost = places.get(host);
            if (--ofHost.users == 0) {
                places.remove(host);
            }
            return ofHost;
        }
    }
}
