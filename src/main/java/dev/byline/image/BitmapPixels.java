package dev.byline.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;

/** Pictures of the platform as {@link Pixels}. */
final class BitmapPixels {
    private BitmapPixels() {
    }

    /**
     * Returns the pixels as they are stored. The platform itself would treat grey ones as linear light, and make them
     * brighter.
     */
    static Pixels of(BufferedImage image) throws IOException {
        int width = image.getWidth();
        var raster = image.getRaster();
        int bands = raster.getNumBands();
        boolean transparent = image.getColorModel().hasAlpha();
        boolean isIndexed = image.getColorModel() instanceof IndexColorModel || bands > 4;
        int shift = image.getColorModel().getComponentSize(0) - 8;
        var samples = new int[width * bands];
        var row = new int[width];
        var pixels = Pixels.create(width, image.getHeight(), transparent);
        for (int y = 0; y < image.getHeight(); y++) {
            if (isIndexed) {
                image.getRGB(0, y, width, 1, row, 0, width);
            } else {
                raster.getPixels(0, y, width, 1, samples);
                for (int x = 0, i = 0; x < width; x++, i += bands) {
                    int r = to8Bits(samples[i], shift);
                    int g = bands >= 3 ? to8Bits(samples[i + 1], shift) : r;
                    int b = bands >= 3 ? to8Bits(samples[i + 2], shift) : r;
                    int a = transparent ? to8Bits(samples[i + bands - 1], shift) : 255;
                    row[x] = a << 24 | r << 16 | g << 8 | b;
                }
            }
            pixels.writeRow(y, row);
        }
        return pixels;
    }

    private static int to8Bits(int value, int shift) {
        return shift >= 0 ? value >> shift : value * 255 / ((1 << 8 + shift) - 1);
    }
}
