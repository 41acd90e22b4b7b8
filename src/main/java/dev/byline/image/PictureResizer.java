package dev.byline.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes checked pictures in other sizes and formats. */
@ApplicationScoped
public class PictureResizer {
    /** Most pictures have all that is before their pixels in these bytes. */
    private static final int HEAD_BYTES = 64 * 1024;

    private final PixelBudget budget;

    PictureResizer(PixelBudget budget) {
        this.budget = budget;
    }

    /**
     * Makes a size. Blocks, also until enough memory for its pixels is free.
     *
     * @param source
     *            the file that {@link PictureCheck} wrote, from its beginning
     * @param sourceBytes
     *            the length of the source
     * @param type
     *            the type of the source: JPEG, PNG, GIF or WebP with one frame
     * @param target
     *            takes the encoded picture, in sRGB and without a profile
     */
    @SuppressWarnings("try")
    public void resize(InputStream source, long sourceBytes, FileType type, Resize order, OutputStream target)
            throws IOException {
        var head = new ByteArrayOutputStream();
        var parts = readHead(source, type, head);
        var crop = order.crop() != null
                ? order.crop()
                : new Resize.Crop(0, 0, parts.width(), parts.height());
        double factor = Math.min((double) crop.width() / order.width(), (double) crop.height() / order.height());
        var decoder = new PictureDecoder(sourceBytes, type, parts, budget.maxBytes());
        long bytes = decoder.memoryBytes(factor) + 16L * order.width() * order.height();
        try (var reserved = budget.reserve(bytes)) {
            var file = new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), source);
            try (var pixels = scale(decoder.decode(file, factor), parts, crop, order)) {
                ColorProfile.toSrgb(pixels, parts.colorProfile());
                encode(pixels, order, target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
    }

    /** Reads what is before the pixels, and returns it; the bytes that were read are in the head. */
    private static PictureFile readHead(InputStream source, FileType type, ByteArrayOutputStream head)
            throws IOException {
        while (true) {
            var more = source.readNBytes(HEAD_BYTES);
            head.writeBytes(more);
            try {
                return PictureFile.read(head.toByteArray(), type, PictureBounds.NONE);
            } catch (RefusedPictureException e) {
                // A large colour profile is longer than the head.
                if (more.length == 0) {
                    throw new IOException("The stored picture " + e.getMessage(), e);
                }
            }
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

    /** Returns the part of a picture that is shown, in its size; closes the decoded picture. */
    private static Pixels scale(Pixels decoded, PictureFile parts, Resize.Crop crop, Resize order)
            throws IOException {
        double shareX = (double) decoded.width() / parts.width();
        double shareY = (double) decoded.height() / parts.height();
        try (decoded) {
            return PictureScaler.scale(decoded, crop.x() * shareX, crop.y() * shareY, crop.width() * shareX,
                    crop.height() * shareY, order.width(), order.height());
        }
    }

    private static void encode(Pixels pixels, Resize order, OutputStream target) throws IOException {
        switch (order.format()) {
            case WEBP -> PictureEncoder.webp(pixels, order.quality().percent, target);
            case JPEG -> PictureEncoder.jpeg(pixels, order.quality().percent, false, target);
            case PNG -> PictureEncoder.png(pixels, target);
        }
    }
}
