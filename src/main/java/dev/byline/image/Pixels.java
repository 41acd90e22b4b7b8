package dev.byline.image;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixCreateNoInit;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixFlipLR;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixRotateOrth;
import static org.bytedeco.leptonica.global.leptonica.pixSetSpp;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.io.IOException;
import java.io.InputStream;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;

/**
 * A decoded picture, in sRGB unless a colour profile says otherwise. Its pixels have 8 bits each for alpha, red, green
 * and blue; alpha is not multiplied in.
 *
 * <p>They are in native memory, and rows are copied into the heap one at a time: arrays of all pixels made the garbage
 * collector stop all other requests several times a second. Not for several threads at once, and to be closed.
 */
final class Pixels implements AutoCloseable {
    static {
        // The limits of PixelBudget hold instead, and every native object is freed here.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        // Damaged files of clients are no news for the log.
        setMsgSeverity(L_SEVERITY_NONE);
    }

    private static final int CHUNK_BYTES = 64 * 1024;

    private final int width;
    private final int height;
    private final boolean transparent;
    private final IntPointer data;
    private PIX pix;

    /** Takes over a native picture with 32 bits for each pixel. */
    private Pixels(PIX pix, boolean transparent) {
        this.pix = pix;
        this.width = pix.w();
        this.height = pix.h();
        this.transparent = transparent;
        this.data = new IntPointer(pixGetData(pix));
        pixSetSpp(pix, transparent ? 4 : 3);
    }

    /** Creates a picture whose rows are to be written. */
    static Pixels create(int width, int height, boolean transparent) throws IOException {
        var pix = pixCreateNoInit(width, height, 32);
        if (pix == null) {
            throw new IOException("no memory for %d x %d pixels".formatted(width, height));
        }
        return new Pixels(pix, transparent);
    }

    /**
     * Takes over a native picture without alpha.
     *
     * @param pix
     *            null if a native function failed
     */
    static Pixels opaque(PIX pix) throws IOException {
        if (pix == null) {
            throw new IOException("the file is damaged, or memory is missing");
        }
        if (pix.d() == 32) {
            return new Pixels(pix, false);
        }
        try {
            return new Pixels(pixConvertTo32(pix), false);
        } finally {
            pixDestroy(pix);
        }
    }

    /**
     * Decodes a JPEG file, of which the whole is read.
     *
     * @param fileBytes
     *            the length of the file
     * @param reduction
     *            1, 2, 4 or 8: the divisor of width and height
     * @throws IOException
     *             if the file is damaged or ends early
     */
    static Pixels ofJpeg(InputStream file, long fileBytes, int reduction) throws IOException {
        try (var copy = new BytePointer(fileBytes)) {
            var chunk = new byte[CHUNK_BYTES];
            long copied = 0;
            for (int count = file.read(chunk); count > 0 && copied + count <= fileBytes; count = file.read(chunk)) {
                copy.position(copied).put(chunk, 0, count);
                copied += count;
            }
            return opaque(pixReadMemJpeg(copy.position(0), copied, 0, reduction, (IntPointer) null, 0));
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Returns whether some pixels may be transparent; otherwise alpha is 255. */
    boolean transparent() {
        return transparent;
    }

    /** Returns the native picture, which stays the property of this object. */
    PIX pix() {
        return pix;
    }

    /** Reads as many pixels of a row as the array takes. */
    void readRow(int y, int fromX, int[] argb) {
        data.position((long) y * width + fromX).get(argb, 0, argb.length);
        for (int i = 0; i < argb.length; i++) {
            argb[i] = transparent ? Integer.rotateRight(argb[i], 8) : argb[i] >>> 8 | 0xFF00_0000;
        }
    }

    /** Writes a row; the array is changed. */
    void writeRow(int y, int[] argb) {
        for (int i = 0; i < width; i++) {
            argb[i] = Integer.rotateLeft(argb[i], 8);
        }
        data.position((long) y * width).put(argb, 0, width);
    }

    /** Returns all pixels of a small picture, by rows. */
    int[] toArray() {
        var all = new int[width * height];
        var row = new int[width];
        for (int y = 0; y < height; y++) {
            readRow(y, 0, row);
            System.arraycopy(row, 0, all, y * width, width);
        }
        return all;
    }

    /** Returns the picture with its orientation applied, 1 to 8 as in Exif. This one may be closed then. */
    Pixels turn(int orientation) throws IOException {
        int quarters = switch (orientation) {
            case 3, 4 -> 2;
            case 5, 6 -> 1;
            case 7, 8 -> 3;
            default -> 0;
        };
        var turned = this;
        if (quarters > 0) {
            try (this) {
                var rotated = pixRotateOrth(pix, quarters);
                if (rotated == null) {
                    throw new IOException("no memory for the turned picture");
                }
                turned = new Pixels(rotated, transparent);
            }
        }
        if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7) {
            pixFlipLR(turned.pix, turned.pix);
        }
        return turned;
    }

    @Override
    public void close() {
        if (pix != null) {
            pixDestroy(pix);
            pix = null;
        }
    }
}
