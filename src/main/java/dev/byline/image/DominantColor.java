package dev.byline.image;

/** The colour that most of a picture has. */
final class DominantColor {
    private static final int BITS = 3;

    private DominantColor() {
    }

    /** Returns the mean of the largest group of similar opaque pixels, as in CSS. */
    static String find(int[] pixels) {
        int groups = 1 << 3 * BITS;
        var counts = new int[groups];
        var sums = new long[groups][3];
        int largest = 0;
        for (int argb : pixels) {
            if (argb >>> 24 < 128) {
                continue;
            }
            int r = argb >> 16 & 255;
            int g = argb >> 8 & 255;
            int b = argb & 255;
            int group = (r >> 8 - BITS << 2 * BITS) | (g >> 8 - BITS << BITS) | b >> 8 - BITS;
            sums[group][0] += r;
            sums[group][1] += g;
            sums[group][2] += b;
            if (++counts[group] > counts[largest]) {
                largest = group;
            }
        }
        int count = Math.max(1, counts[largest]);
        var sum = sums[largest];
        return String.format("#%02x%02x%02x", sum[0] / count, sum[1] / count, sum[2] / count);
    }
}
