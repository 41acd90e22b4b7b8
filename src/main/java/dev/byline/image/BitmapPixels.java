package dev.byline.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

/** Pictures of the platform as {@link Pixels}. */
final class BitmapPixels {
    private BitmapPixels() {
    }

    /**
     * Returns the pixels as they are stored. The platform itself would treat grey ones as linear light, and make them
     * brighter.
     */
    static Pixels of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean transparent = image.getColorModel().hasAlpha();
        if (image.getType() == BufferedImage.TYPE_INT_ARGB) {
            return new Pixels(width, height, ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), true);
        }
        var pixels = new int[width * height];
        var raster = image.getRaster();
        int bands = raster.getNumBands();
        if (image.getColorModel() instanceof IndexColorModel || bands > 4) {
            image.getRGB(0, 0, width, height, pixels, 0, width);
            return new Pixels(width, height, pixels, transparent);
        }
        int shift = image.getColorModel().getComponentSize(0) - 8;
        var row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0, i = 0; x < width; x++, i += bands) {
                int r = to8Bits(row[i], shift);
                int g = bands >= 3 ? to8Bits(row[i + 1], shift) : r;
                int b = bands >= 3 ? to8Bits(row[i + 2], shift) : r;
                int a = transparent ? to8Bits(row[i + bands - 1], shift) : 255;
                pixels[y * width + x] = a << 24 | r << 16 | g << 8 | b;
            }
        }
        return new Pixels(width, height, pixels, transparent);
    }

    private static int to8Bits(int value, int shift) {
        return shift >= 0 ? value >> shift : value * 255 / ((1 << 8 + shift) - 1);
    }

    /** Encodes a picture as PNG. */
    static byte[] encodePng(Pixels pixels) throws IOException {
        var image = new BufferedImage(pixels.width(), pixels.height(),
                pixels.transparent() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.argb(), 0, pixels.width());
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
