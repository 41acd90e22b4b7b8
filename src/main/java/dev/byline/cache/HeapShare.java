package dev.byline.cache;

/**
 * The sizes of caches in proportion to the heap: full in heaps of 512 MiB and more, and smaller in smaller heaps, so
 * that a service with a heap of 128 MiB has room left for imports and pages.
 */
public final class HeapShare {
    private static final long FULL_HEAP_BYTES = 512L * 1024 * 1024;

    private HeapShare() {
    }

    /** Returns the number of values that the heap of this service has room for, 1 to {@code maxValues}. */
    public static int scale(int maxValues) {
        return (int) Math.max(1, scale(maxValues, Runtime.getRuntime().maxMemory()));
    }

    /** Returns the bytes of a cache that may have {@code maxBytes} in heaps of 512 MiB and more. */
    static long scaleBytes(long maxBytes) {
        return scale(maxBytes, Runtime.getRuntime().maxMemory());
    }

    static long scale(long maximum, long heapBytes) {
        return heapBytes >= FULL_HEAP_BYTES ? maximum : (long) (maximum * (double) heapBytes / FULL_HEAP_BYTES);
    }
}
