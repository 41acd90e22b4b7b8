package dev.byline.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapShareTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void caches_are_full_from_512_mib_on_and_proportional_below() {
        assertEquals(10_000, HeapShare.scale(10_000, 4096 * MIB));
        assertEquals(10_000, HeapShare.scale(10_000, 512 * MIB));
        assertEquals(2_500, HeapShare.scale(10_000, 128 * MIB));
        assertEquals(16 * MIB, HeapShare.scale(CacheSettings.MAX_DEFAULT_BYTES, 128 * MIB));
    }

    @Test
    void a_cache_for_one_value_has_room_for_it_in_any_heap() {
        assertEquals(1, HeapShare.scale(1));
    }
}
