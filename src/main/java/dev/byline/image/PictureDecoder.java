package dev.byline.image;

import java.io.IOException;
import java.io.InputStream;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;

/** Decodes pictures at about the size that is needed: of a large one never all pixels are in memory. */
final class PictureDecoder {
    /** The decoded picture has more pixels than the result in each direction, so that the filter has a choice. */
    private static final double SPARE = 1.25;

    /** A picture of the platform with 16 bits for each channel, and ours. */
    private static final long BYTES_OF_PIXEL = 12;

    private final long fileBytes;
    private final FileType type;
    private final PictureFile parts;
    private final long maxBytes;

    /**
     * Creates a decoder for a file.
     *
     * @param fileBytes
     *            the length of the file
     * @param maxBytes
     *            the memory beyond which more pixels are left out, {@link PixelBudget#maxBytes}
     */
    PictureDecoder(long fileBytes, FileType type, PictureFile parts, long maxBytes) {
        this.maxBytes = maxBytes;
        this.fileBytes = fileBytes;
        this.type = type;
        this.parts = parts;
    }

    /** Returns the bytes of memory for the decoding at about a size. */
    long memoryBytes(double factor) {
        long pixels = parts.pixels();
        if (type.equals(FileType.JPEG)) {
            int reduction = reduction(factor);
            return fileBytes + (parts.passes() > 1 ? 3 * pixels : 0) + 4 * pixels / (reduction * reduction);
        }
        if (type.equals(FileType.WEBP)) {
            double scale = webpScale(factor);
            return 2 * fileBytes + (long) (2 * pixels + 8 * pixels / (scale * scale));
        }
        int samples = samples();
        return 2 * fileBytes + BYTES_OF_PIXEL * pixels / (samples * samples);
    }

    /**
     * Decodes the first frame.
     *
     * @param file
     *            the file from its beginning
     * @param factor
     *            the number of pixels of the source, in each direction, for a pixel of the result
     */
    Pixels decode(InputStream file, double factor) throws IOException {
        if (type.equals(FileType.JPEG)) {
            return Pixels.ofJpeg(file, fileBytes, reduction(factor));
        }
        if (type.equals(FileType.WEBP)) {
            double scale = webpScale(factor);
            return decodeWebp(file, (int) Math.max(1, Math.ceil(parts.width() / scale)),
                    (int) Math.max(1, Math.ceil(parts.height() / scale)));
        }
        return decodeFrame(file, 0);
    }

    /** Decodes a frame of a PNG or GIF file. */
    Pixels decodeFrame(InputStream file, int frame) throws IOException {
        var reader = ImageIO.getImageReadersByMIMEType(type.mediaType()).next();
        try (var in = new MemoryCacheImageInputStream(file)) {
            reader.setInput(in, false, true);
            var param = reader.getDefaultReadParam();
            int samples = samples();
            param.setSourceSubsampling(samples, samples, Math.min(samples / 2, reader.getWidth(frame) - 1),
                    Math.min(samples / 2, reader.getHeight(frame) - 1));
            return BitmapPixels.of(reader.read(frame, param));
        } catch (RuntimeException e) {
            throw new IOException("the file is damaged", e);
        } finally {
            reader.dispose();
        }
    }

    /** Decodes a WebP file with one frame to a width and height, which need not be those of the file. */
    static Pixels decodeWebp(InputStream file, int width, int height) throws IOException {
        var reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (var in = new MemoryCacheImageInputStream(file)) {
            reader.setInput(in, true, true);
            var param = (WebPReadParam) reader.getDefaultReadParam();
            // libwebp moves colours when it scales to the size that the picture has.
            if (width != reader.getWidth(0) || height != reader.getHeight(0)) {
                param.setUseScaling(true);
                param.setScaledWidth(width);
                param.setScaledHeight(height);
            }
            return BitmapPixels.of(reader.read(0, param));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // libwebp says that memory is missing when alpha is damaged.
            throw new IOException("the WebP file is damaged", e);
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

    /**
     * Returns the divisor of width and height of a PNG or GIF file. Its decoder leaves out whole pixels, so that thin lines
     * vanish: this is only done if not all pixels fit into memory.
     */
    private int samples() {
        return (int) Math.max(1, Math.ceil(Math.sqrt((double) BYTES_OF_PIXEL * parts.pixels() / maxBytes)));
    }

    /** Returns whether all pixels fit into memory, also those of the picture that is made of them. */
    boolean fitsWhole() {
        return memoryBytes(1) + BYTES_OF_PIXEL * parts.pixels() <= maxBytes && samples() == 1;
    }
}
