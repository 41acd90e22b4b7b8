package dev.byline.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * Scales pictures with a Lanczos filter over three pixels, columns and rows apart. Colours are multiplied by alpha
 * meanwhile, so that transparent pixels do not shine through.
 */
final class PictureScaler {
    private static final int LOBES = 3;

    /** The pixels of the source that a pixel of the result is made of. */
    private record Weights(int[] first, float[][] values) {}

    private final Pixels source;
    private final int channels;
    private final int fromX;
    private final int columns;
    private final int[] pixels;

    private PictureScaler(Pixels source, int fromX, int columns) {
        this.source = source;
        this.channels = source.transparent() ? 4 : 3;
        this.fromX = fromX;
        this.columns = columns;
        this.pixels = new int[columns];
    }

    /** Returns a part of a picture in another size; the source stays open. */
    static Pixels scale(Pixels source, double x, double y, double cropWidth, double cropHeight, int width,
            int height) throws IOException {
        var across = weights(source.width(), x, cropWidth, width);
        var down = weights(source.height(), y, cropHeight, height);
        int fromX = across.first[0];
        int toX = across.first[width - 1] + across.values[width - 1].length;
        return new PictureScaler(source, fromX, toX - fromX).scale(across, down, width, height);
    }

    private Pixels scale(Weights across, Weights down, int width, int height) throws IOException {
        int longest = Arrays.stream(down.values).mapToInt(values -> values.length).max().orElse(1);
        // Only the rows that the filter covers are in memory.
        var rows = new float[longest][width * channels];
        var line = new float[columns * channels];
        var sum = new float[width * channels];
        var argb = new int[width];
        var result = Pixels.create(width, height, source.transparent());
        int next = down.first[0];
        for (int y = 0; y < height; y++) {
            int first = down.first[y];
            var values = down.values[y];
            for (; next < first + values.length; next++) {
                if (next >= first) {
                    readLine(next, line);
                    scaleLine(line, across, rows[next % longest], width);
                }
            }
            Arrays.fill(sum, 0);
            for (int i = 0; i < values.length; i++) {
                float weight = values[i];
                var row = rows[(first + i) % longest];
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += weight * row[j];
                }
            }
            writeLine(sum, argb);
            result.writeRow(y, argb);
        }
        return result;
    }

    private void readLine(int y, float[] line) {
        source.readRow(y, fromX, pixels);
        int to = 0;
        for (int x = 0; x < columns; x++, to += channels) {
            int argb = pixels[x];
            float alpha = channels == 4 ? (argb >>> 24) / 255f : 1;
            line[to] = (argb >> 16 & 255) * alpha;
            line[to + 1] = (argb >> 8 & 255) * alpha;
            line[to + 2] = (argb & 255) * alpha;
            if (channels == 4) {
                line[to + 3] = argb >>> 24;
            }
        }
    }

    private void scaleLine(float[] line, Weights across, float[] row, int width) {
        for (int x = 0; x < width; x++) {
            var values = across.values[x];
            int from = (across.first[x] - fromX) * channels;
            float r = 0;
            float g = 0;
            float b = 0;
            float a = 0;
            for (float weight : values) {
                r += weight * line[from];
                g += weight * line[from + 1];
                b += weight * line[from + 2];
                if (channels == 4) {
                    a += weight * line[from + 3];
                }
                from += channels;
            }
            int to = x * channels;
            row[to] = r;
            row[to + 1] = g;
            row[to + 2] = b;
            if (channels == 4) {
                row[to + 3] = a;
            }
        }
    }

    private void writeLine(float[] sum, int[] result) {
        for (int x = 0, from = 0; x < result.length; x++, from += channels) {
            float alpha = channels == 4 ? Math.max(0, Math.min(255, sum[from + 3])) : 255;
            float factor = channels == 4 && alpha > 0 ? 255 / alpha : 1;
            result[x] = (int) (alpha + 0.5f) << 24 | clamp(sum[from] * factor) << 16
                    | clamp(sum[from + 1] * factor) << 8 | clamp(sum[from + 2] * factor);
        }
    }

    private static int clamp(float value) {
        return Math.max(0, Math.min(255, (int) (value + 0.5f)));
    }

    private static Weights weights(int size, double from, double length, int count) {
        double step = length / count;
        double width = Math.max(step, 1);
        var first = new int[count];
        var values = new float[count][];
        for (int i = 0; i < count; i++) {
            double center = from + (i + 0.5) * step;
            int start = Math.max(0, Math.min(size - 1, (int) Math.floor(center - LOBES * width + 0.5)));
            int end = Math.max(start + 1, Math.min(size, (int) Math.floor(center + LOBES * width + 0.5)));
            var own = new double[end - start];
            double sum = 0;
            for (int j = start; j < end; j++) {
                own[j - start] = lanczos((j + 0.5 - center) / width);
                sum += own[j - start];
            }
            first[i] = start;
            values[i] = new float[own.length];
            for (int j = 0; j < own.length; j++) {
                values[i][j] = (float) (own[j] / sum);
            }
        }
        return new Weights(first, values);
    }

    private static double lanczos(double x) {
        if (Math.abs(x) < 1e-8) {
            return 1;
        }
        double angle = Math.PI * x;
        return Math.abs(x) >= LOBES ? 0 : LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
    }
}
