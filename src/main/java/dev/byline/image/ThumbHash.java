package dev.byline.image;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Placeholders as ThumbHash defines them: about 25 bytes with the lowest frequencies of brightness, of two colour
 * differences and of alpha, and the proportions of the picture.
 */
final class ThumbHash {
    /** The largest width and height of a picture that is hashed. */
    static final int MAX_SIZE = 100;

    private ThumbHash() {
    }

    /** The frequencies of a channel: the mean, and the others as shares of the largest. */
    private record Spectrum(double mean, double scale, List<Double> shares) {}

    /**
     * Returns the hash of a picture in Base64.
     *
     * @param w
     *            its width, at most {@link #MAX_SIZE}
     * @param h
     *            its height, at most {@link #MAX_SIZE}
     * @param pixels
     *            alpha, red, green and blue of each pixel, by rows
     */
    static String encode(int w, int h, int[] pixels) {
        int size = w * h;
        double[] mean = meanColor(pixels);
        double alphaSum = mean[3];
        boolean transparent = alphaSum < size;
        var brightness = new double[size];
        var yellowBlue = new double[size];
        var redGreen = new double[size];
        var alphas = new double[size];
        for (int i = 0; i < size; i++) {
            int argb = pixels[i];
            double alpha = (argb >>> 24) / 255.0;
            double r = mean[0] * (1 - alpha) + alpha * (argb >> 16 & 255) / 255;
            double g = mean[1] * (1 - alpha) + alpha * (argb >> 8 & 255) / 255;
            double b = mean[2] * (1 - alpha) + alpha * (argb & 255) / 255;
            brightness[i] = (r + g + b) / 3;
            yellowBlue[i] = (r + g) / 2 - b;
            redGreen[i] = r - g;
            alphas[i] = alpha;
        }
        double longest = Math.max(w, h);
        int detail = transparent ? 5 : 7;
        int across = (int) Math.max(1, Math.round(detail * w / longest));
        int down = (int) Math.max(1, Math.round(detail * h / longest));
        var l = spectrum(brightness, w, h, Math.max(3, across), Math.max(3, down));
        var p = spectrum(yellowBlue, w, h, 3, 3);
        var q = spectrum(redGreen, w, h, 3, 3);
        boolean landscape = w > h;
        long head = Math.round(63 * l.mean) | Math.round(31.5 + 31.5 * p.mean) << 6
                | Math.round(31.5 + 31.5 * q.mean) << 12 | Math.round(31 * l.scale) << 18
                | (transparent ? 1L << 23 : 0);
        long shape = (landscape ? down : across) | Math.round(63 * p.scale) << 3 | Math.round(63 * q.scale) << 9
                | (landscape ? 1L << 15 : 0);
        var bytes = new ArrayList<Long>(List.of(head & 255, head >> 8 & 255, head >> 16, shape & 255, shape >> 8));
        var shares = new ArrayList<Double>(l.shares);
        shares.addAll(p.shares);
        shares.addAll(q.shares);
        if (transparent) {
            var a = spectrum(alphas, w, h, 5, 5);
            bytes.add(Math.round(15 * a.mean) | Math.round(15 * a.scale) << 4);
            shares.addAll(a.shares);
        }
        for (int i = 0; i < shares.size(); i += 2) {
            bytes.add(Math.round(15 * shares.get(i))
                    | (i + 1 < shares.size() ? Math.round(15 * shares.get(i + 1)) << 4 : 0));
        }
        var hash = new byte[bytes.size()];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = bytes.get(i).byteValue();
        }
        return Base64.getEncoder().encodeToString(hash);
    }

    /** Returns the mean of red, green and blue, weighted by alpha, and the sum of alpha. */
    private static double[] meanColor(int[] pixels) {
        double r = 0;
        double g = 0;
        double b = 0;
        double alphas = 0;
        for (int argb : pixels) {
            double alpha = (argb >>> 24) / 255.0;
            r += alpha * (argb >> 16 & 255) / 255;
            g += alpha * (argb >> 8 & 255) / 255;
            b += alpha * (argb & 255) / 255;
            alphas += alpha;
        }
        double weight = alphas == 0 ? 1 : alphas;
        return new double[]{ r / weight, g / weight, b / weight, alphas };
    }

    /** Returns the triangle of low frequencies of a discrete cosine transform. */
    private static Spectrum spectrum(double[] channel, int w, int h, int across, int down) {
        double mean = 0;
        double scale = 0;
        var values = new ArrayList<Double>();
        for (int cy = 0; cy < down; cy++) {
            for (int cx = 0; cx * down < across * (down - cy); cx++) {
                double sum = 0;
                for (int y = 0; y < h; y++) {
                    double vertical = Math.cos(Math.PI / h * cy * (y + 0.5));
                    for (int x = 0; x < w; x++) {
                        sum += channel[y * w + x] * vertical * Math.cos(Math.PI / w * cx * (x + 0.5));
                    }
                }
                double value = sum / (w * h);
                if (cx == 0 && cy == 0) {
                    mean = value;
                } else {
                    values.add(value);
                    scale = Math.max(scale, Math.abs(value));
                }
            }
        }
        double largest = scale;
        return new Spectrum(mean, scale,
                values.stream().map(value -> largest == 0 ? 0.0 : 0.5 + 0.5 / largest * value).toList());
    }
}
