package dev.byline.image;

import java.io.IOException;
import java.io.InterruptedIOException;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes checked pictures in other sizes and formats. */
@ApplicationScoped
public class PictureResizer {
    private static final int BACKGROUND = 0xFFFFFF;

    private final PixelBudget budget;

    PictureResizer(PixelBudget budget) {
        this.budget = budget;
    }

    /**
     * Makes a size. Blocks, also until enough memory for its pixels is free.
     *
     * @param source
     *            the bytes of the file that {@link PictureCheck} wrote
     * @param type
     *            the type of the source: JPEG, PNG, GIF or WebP with one frame
     * @return the encoded picture, in sRGB and without a profile
     */
    @SuppressWarnings("try")
    public byte[] resize(byte[] source, FileType type, Resize order) throws IOException {
        PictureFile parts;
        try {
            parts = PictureFile.read(source, type, PictureBounds.NONE);
        } catch (RefusedPictureException e) {
            throw new IOException("The stored picture " + e.getMessage(), e);
        }
        var crop = order.crop() != null
                ? order.crop()
                : new Resize.Crop(0, 0, parts.width(), parts.height());
        double factor = Math.min((double) crop.width() / order.width(), (double) crop.height() / order.height());
        var decoder = new PictureDecoder(source, type, parts, budget.maxBytes());
        long bytes = decoder.memoryBytes(factor) + 16L * order.width() * order.height();
        try (var reserved = budget.reserve(bytes)) {
            var decoded = decoder.decode(factor);
            double shareX = (double) decoded.width() / parts.width();
            double shareY = (double) decoded.height() / parts.height();
            var scaled = PictureScaler.scale(decoded, crop.x() * shareX, crop.y() * shareY, crop.width() * shareX,
                    crop.height() * shareY, order.width(), order.height());
            return encode(ColorProfile.toSrgb(scaled, parts.colorProfile()), order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
    }

    /** Returns whether some pixels of a picture are transparent. */
    public static boolean isTransparent(byte[] source, FileType type) {
        if (type.equals(FileType.PNG)) {
            return source.length > 25 && (source[25] == 4 || source[25] == 6 || hasTransparentColor(source));
        }
        return type.equals(FileType.GIF) || type.equals(FileType.WEBP) && source.length > 24
                && (PictureFile.isAt(source, 12, "VP8X")
                        ? (source[20] & 0x10) != 0
                        : PictureFile.isAt(source, 12, "VP8L") && (source[24] & 0x10) != 0);
    }

    private static boolean hasTransparentColor(byte[] png) {
        for (int i = 33; i < Math.min(png.length - 4, 8192); i++) {
            if (PictureFile.isAt(png, i, "tRNS")) {
                return true;
            }
        }
        return false;
    }

    private static byte[] encode(Pixels pixels, Resize order) throws IOException {
        return switch (order.format()) {
            case WEBP -> WebpCodec.encode(pixels, order.quality().percent);
            case JPEG -> JpegCodec.encode(pixels.transparent() ? onBackground(pixels) : pixels,
                    order.quality().percent);
            case PNG -> BitmapPixels.encodePng(pixels);
        };
    }

    private static Pixels onBackground(Pixels pixels) {
        var result = new int[pixels.argb().length];
        for (int i = 0; i < result.length; i++) {
            int argb = pixels.argb()[i];
            int alpha = argb >>> 24;
            int value = 0xFF;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int mixed = (argb >> shift & 255) * alpha + (BACKGROUND >> shift & 255) * (255 - alpha);
                value = value << 8 | (mixed + 127) / 255;
            }
            result[i] = value;
        }
        return new Pixels(pixels.width(), pixels.height(), result, false);
    }
}
