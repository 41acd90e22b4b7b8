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
    /** Half as much again, for the files themselves. Always reserved before pixels, so that pictures cannot wait for each other. */
    private final Semaphore freeForFiles;

    PixelBudget(PictureLimits limits) {
        long share = Runtime.getRuntime().maxMemory() * 2 / 5;
        this.units = (int) Math.max(1, Math.min(limits.memory().asLongValue(), share) / UNIT_BYTES);
        this.free = new Semaphore(units, true);
        this.freeForFiles = new Semaphore(unitsForFiles(), true);
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

    private int unitsForFiles() {
        return Math.max(1, units / 2);
    }

    /** Waits for the memory of a file and of its cleaned copy, before the file is read and its pixels are reserved. */
    Reservation reserveForFile(long fileBytes) throws InterruptedException {
        int wanted = (int) Math.min(unitsForFiles(), 2 * fileBytes / UNIT_BYTES + 1);
        freeForFiles.acquire(wanted);
        return () -> freeForFiles.release(wanted);
    }

    /** Waits for memory; a picture that needs more than all of it gets all of it, and works alone. */
    Reservation reserve(long bytes) throws InterruptedException {
        int wanted = (int) Math.min(units, bytes / UNIT_BYTES + 1);
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
