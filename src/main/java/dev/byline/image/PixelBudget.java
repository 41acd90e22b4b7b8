package dev.byline.image;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The memory of pictures in work, over all threads: a picture waits until there is room for its pixels, so that many
 * at once take no more memory than a few. First come, first served.
 */
@ApplicationScoped
class PixelBudget {
    private static final long UNIT_BYTES = 1024 * 1024;

    private final int units;
    private final Semaphore free;

    PixelBudget(PictureLimits limits) {
        long share = Runtime.getRuntime().maxMemory() * 2 / 5;
        this.units = (int) Math.max(1, Math.min(limits.memory().asLongValue(), share) / UNIT_BYTES);
        this.free = new Semaphore(units, true);
    }

    /** Returns the memory for all pictures, in bytes: never more than two fifths of the heap. */
    long maxBytes() {
        return units * UNIT_BYTES;
    }

    /** Memory that a picture holds until it is closed. */
    interface Reservation extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for memory; a picture that needs more than all of it gets all of it, and works alone. */
    Reservation reserve(long bytes) throws InterruptedException {
        int wanted = (int) Math.min(units, bytes / UNIT_BYTES + 1);
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
