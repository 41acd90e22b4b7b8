package dev.byline.image;

import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixAlphaBlendUniform;
import static org.bytedeco.leptonica.global.leptonica.pixSetChromaSampling;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemPng;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemWebP;

import java.io.IOException;
import java.io.OutputStream;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Encodes pictures by the libraries that Leptonica carries: libjpeg-turbo, libwebp and libpng. */
final class PictureEncoder {
    /** White, as Leptonica writes colours. */
    private static final int BACKGROUND = 0xFFFF_FF00;
    private static final int CHUNK_BYTES = 64 * 1024;

    private PictureEncoder() {
    }

    /** An encoder of Leptonica; returns 0 if it succeeded. */
    private interface Encoder {
        int write(PointerPointer<BytePointer> data, SizeTPointer size);
    }

    /**
     * Encodes a picture as progressive JPEG, in front of white where it is transparent.
     *
     * @param quality
     *            0 to 100
     * @param fullColor
     *            whether each pixel has a colour of its own; otherwise four share one
     */
    static void jpeg(Pixels pixels, int quality, boolean fullColor, OutputStream out) throws IOException {
        if (pixels.transparent()) {
            try (var opaque = Pixels.opaque(pixAlphaBlendUniform(pixels.pix(), BACKGROUND))) {
                jpeg(opaque, quality, fullColor, out);
            }
            return;
        }
        pixSetChromaSampling(pixels.pix(), fullColor ? 0 : 1);
        encode((data, size) -> pixWriteMemJpeg(data, size, pixels.pix(), quality, 1), out);
    }

    /**
     * Encodes a picture as WebP with losses.
     *
     * @param quality
     *            0 to 100
     */
    static void webp(Pixels pixels, int quality, OutputStream out) throws IOException {
        encode((data, size) -> pixWriteMemWebP(data, size, pixels.pix(), quality, 0), out);
    }

    /** Encodes a picture as PNG. */
    static void png(Pixels pixels, OutputStream out) throws IOException {
        encode((data, size) -> pixWriteMemPng(data, size, pixels.pix(), 0), out);
    }

    private static void encode(Encoder encoder, OutputStream out) throws IOException {
        try (var data = new PointerPointer<BytePointer>(1); var size = new SizeTPointer(1)) {
            if (encoder.write(data, size) != 0) {
                throw new IOException("the picture could not be encoded");
            }
            var encoded = data.get(BytePointer.class);
            try {
                var chunk = new byte[CHUNK_BYTES];
                for (long position = 0; position < size.get(); position += chunk.length) {
                    int count = (int) Math.min(chunk.length, size.get() - position);
                    encoded.position(position).get(chunk, 0, count);
                    out.write(chunk, 0, count);
                }
            } finally {
                lept_free(encoded.position(0));
            }
        }
    }
}
