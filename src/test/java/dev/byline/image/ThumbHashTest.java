package dev.byline.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;

/** Properties of ThumbHash, read from the bits as its description lays them out. */
class ThumbHashTest {
    private static byte[] hash(int width, int height, int argb, int rightArgb) {
        var pixels = new int[width * height];
        Arrays.fill(pixels, argb);
        for (int y = 0; y < height; y++) {
            Arrays.fill(pixels, y * width + width / 2, (y + 1) * width, rightArgb);
        }
        return Base64.getDecoder().decode(ThumbHash.encode(width, height, pixels));
    }

    private static int head(byte[] hash) {
        return hash[0] & 255 | (hash[1] & 255) << 8 | (hash[2] & 255) << 16;
    }

    private static int shape(byte[] hash) {
        return hash[3] & 255 | (hash[4] & 255) << 8;
    }

    @Test
    void the_mean_of_one_colour_is_in_the_head() {
        var white = head(hash(50, 50, -1, -1));
        assertEquals(63, white & 63);
        // No difference of colours: the middle of 0 to 63.
        assertEquals(32, white >> 6 & 63);
        assertEquals(32, white >> 12 & 63);
        assertEquals(0, white >> 18 & 31);
        assertEquals(0, head(hash(50, 50, 0xFF00_0000, 0xFF00_0000)) & 63);
        // Red: brightness 1/3, yellow-blue 1/2, red-green 1.
        var red = head(hash(50, 50, 0xFFFF_0000, 0xFFFF_0000));
        assertEquals(21, red & 63);
        assertEquals(47, red >> 6 & 63);
        assertEquals(63, red >> 12 & 63);
    }

    @Test
    void the_proportions_are_in_the_shape() {
        var landscape = shape(hash(100, 50, -1, -1));
        assertEquals(1, landscape >> 15);
        assertEquals(4, landscape & 7);
        var portrait = shape(hash(50, 100, -1, -1));
        assertEquals(0, portrait >> 15);
        assertEquals(4, portrait & 7);
        assertEquals(7, shape(hash(80, 80, -1, -1)) & 7);
    }

    @Test
    void alpha_is_marked_and_costs_bytes() {
        var opaque = hash(60, 60, -1, 0xFF00_0000);
        var transparent = hash(60, 60, -1, 0x0000_0000);
        assertEquals(0, head(opaque) >> 23);
        assertEquals(1, head(transparent) >> 23);
        // The mean of alpha is a half.
        assertEquals(8, transparent[5] & 15);
        assertTrue(opaque.length <= 25 && transparent.length <= 25);
        // 7 x 7: 27 of brightness, 5 of each colour difference, two in a byte.
        assertEquals(5 + (27 + 5 + 5 + 1) / 2, opaque.length);
    }

    @Test
    void a_mirrored_picture_has_another_hash() {
        assertNotEquals(Arrays.toString(hash(60, 40, -1, 0xFF20_4060)), Arrays.toString(hash(60, 40, 0xFF20_4060, -1)));
    }
}
