package dev.byline.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes pictures at about the size that is needed: of a large one never all pixels are in memory. */
final class PictureDecoder {
    /** The decoded picture has more pixels than the result in each direction, so that the filter has a choice. */
    private static final double SPARE = 1.25;
    /** The same for PNG and GIF, whose decoder leaves out whole pixels: that is seen unless many pixels remain. */
    private static final int SPARE_OF_SAMPLES = 3;

    /** A picture of the platform with 16 bits for each channel, and ours. */
    private static final long BYTES_OF_PIXEL = 12;

    private final byte[] file;
    private final FileType type;
    private final PictureFile parts;
    private final long maxBytes;

    /** @param maxBytes the memory beyond which more pixels are left out, {@link PixelBudget#maxBytes} */
    PictureDecoder(byte[] file, FileType type, PictureFile parts, long maxBytes) {
        this.maxBytes = maxBytes;
        this.file = file;
        this.type = type;
        this.parts = parts;
    }

    /** Returns the bytes of memory for the decoding at about a size. */
    long memoryBytes(double factor) {
        long pixels = parts.pixels();
        if (type.equals(FileType.JPEG)) {
            int reduction = reduction(factor);
            return 3L * file.length + (parts.passes() > 1 ? 3 * pixels : 0) + 8 * pixels / (reduction * reduction);
        }
        if (type.equals(FileType.WEBP)) {
            double scale = webpScale(factor);
            return 2L * file.length + (long) (2 * pixels + 8 * pixels / (scale * scale));
        }
        int samples = samples(factor);
        return 2L * file.length + BYTES_OF_PIXEL * pixels / (samples * samples);
    }

    /**
     * Decodes the first frame.
     *
     * @param factor
     *            the number of pixels of the source, in each direction, for a pixel of the result
     */
    Pixels decode(double factor) throws IOException {
        if (type.equals(FileType.JPEG)) {
            return JpegCodec.decode(file, reduction(factor));
        }
        if (type.equals(FileType.WEBP)) {
            double scale = webpScale(factor);
            return WebpCodec.decode(file, (int) Math.max(1, Math.ceil(parts.width() / scale)),
                    (int) Math.max(1, Math.ceil(parts.height() / scale)));
        }
        return decodeFrame(0, factor);
    }

    /** Decodes a frame of a PNG or GIF file. */
    Pixels decodeFrame(int frame, double factor) throws IOException {
        var reader = ImageIO.getImageReadersByMIMEType(type.mediaType()).next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, false, true);
            var param = reader.getDefaultReadParam();
            int samples = samples(factor);
            param.setSourceSubsampling(samples, samples, Math.min(samples / 2, reader.getWidth(frame) - 1),
                    Math.min(samples / 2, reader.getHeight(frame) - 1));
            return BitmapPixels.of(reader.read(frame, param));
        } catch (RuntimeException e) {
            throw new IOException("the file is damaged", e);
        } finally {
            reader.dispose();
        }
    }

    private static int reduction(double factor) {
        return factor >= 8 * SPARE ? 8 : factor >= 4 * SPARE ? 4 : factor >= 2 * SPARE ? 2 : 1;
    }

    /** Returns the divisor of a WebP file's width and height; libwebp averages the pixels itself. */
    private double webpScale(double factor) {
        double scale = Math.max(1, factor / 2);
        return Math.min(Math.max(1, factor), Math.max(scale, Math.sqrt(8.0 * parts.pixels() / maxBytes)));
    }

    /** Returns the divisor of width and height; of a picture that is very large, more pixels are left out. */
    private int samples(double factor) {
        return (int) Math.max(Math.max(1, factor / SPARE_OF_SAMPLES),
                Math.ceil(Math.sqrt((double) BYTES_OF_PIXEL * parts.pixels() / maxBytes)));
    }

    /** Returns whether all pixels fit into memory, also those of the picture that is made of them. */
    boolean fitsWhole() {
        return memoryBytes(1) + BYTES_OF_PIXEL * parts.pixels() <= maxBytes && samples(1) == 1;
    }
}
