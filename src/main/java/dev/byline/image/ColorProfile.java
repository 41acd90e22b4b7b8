package dev.byline.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Converts pixels to sRGB, which sizes have. */
final class ColorProfile {
    private static final float[][] SAMPLES = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 0.5f, 0.5f, 0.5f },
            { 0.8f, 0.3f, 0.2f } };
    private static final float TOLERANCE = 2 / 255f;

    /** The bytes before the table of tags, which begins with the number of tags (ICC.1 §7). */
    private static final int HEADER_BYTES = 128;
    private static final int TAG_ENTRY_BYTES = 12;
    private static final int MAX_TAGS = 100;
    /** The rows that are converted at a time. */
    private static final int ROWS = 16;
    private static final Set<String> COLOR_SPACES = Set.of("RGB ", "GRAY", "CMYK");

    private ColorProfile() {
    }

    /**
     * Returns whether the bytes are a complete ICC profile: its header names its size and a color space of pictures, and
     * each tag lies in it. Other bytes could be any text under the name of a profile.
     */
    static boolean isComplete(byte[] profile) {
        if (profile.length < HEADER_BYTES + 4 || profile.length > PictureFile.MAX_PROFILE_BYTES
                || !PictureFile.isAt(profile, 36, "acsp")
                || !COLOR_SPACES.contains(new String(profile, 16, 4, StandardCharsets.ISO_8859_1))) {
            return false;
        }
        var data = ByteBuffer.wrap(profile);
        int tags = data.getInt(HEADER_BYTES);
        int tagsEnd = HEADER_BYTES + 4 + tags * TAG_ENTRY_BYTES;
        if (data.getInt(0) != profile.length || tags < 1 || tags > MAX_TAGS || tagsEnd > profile.length) {
            return false;
        }
        for (int entry = HEADER_BYTES + 4; entry < tagsEnd; entry += TAG_ENTRY_BYTES) {
            long begin = data.getInt(entry + 4);
            long bytes = data.getInt(entry + 8);
            if (begin < tagsEnd || bytes < 0 || begin + bytes > profile.length) {
                return false;
            }
        }
        return true;
    }

    /**
     * Converts a picture to sRGB.
     *
     * @param profile
     *            the ICC profile of the pixels; null, a damaged one and one of CMYK change nothing
     */
    static void toSrgb(Pixels pixels, byte[] profile) {
        if (profile == null) {
            return;
        }
        try {
            var icc = ICC_Profile.getInstance(profile);
            var space = new ICC_ColorSpace(icc);
            if (space.getType() == ColorSpace.TYPE_GRAY) {
                convertGrey(pixels, space);
            } else if (space.getType() == ColorSpace.TYPE_RGB && !isSrgb(space)) {
                convert(pixels, icc);
            }
        } catch (RuntimeException e) {
            // A damaged profile.
        }
    }

    private static boolean isSrgb(ColorSpace space) {
        for (var sample : SAMPLES) {
            var converted = space.toRGB(sample);
            for (int i = 0; i < 3; i++) {
                if (Math.abs(converted[i] - sample[i]) > TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Converts grey pixels; others, which the profile does not describe, stay. */
    private static void convertGrey(Pixels pixels, ColorSpace space) {
        var converted = new int[256];
        for (int value = 0; value < converted.length; value++) {
            var rgb = space.toRGB(new float[]{ value / 255f });
            for (float part : rgb) {
                converted[value] = converted[value] << 8 | Math.round(part * 255);
            }
        }
        var row = new int[pixels.width()];
        for (int y = 0; y < pixels.height(); y++) {
            pixels.readRow(y, 0, row);
            for (int x = 0; x < row.length; x++) {
                int value = row[x] & 255;
                if ((row[x] & 0xFF_FFFF) == value * 0x01_0101) {
                    row[x] = row[x] & 0xFF00_0000 | converted[value];
                }
            }
            pixels.writeRow(y, row);
        }
    }

    /** Converts some rows at a time, so that the heap never has all pixels. */
    private static void convert(Pixels pixels, ICC_Profile profile) {
        int width = pixels.width();
        // On rasters, because images would be taken for sRGB.
        var source = new BufferedImage(width, ROWS, BufferedImage.TYPE_INT_RGB).getRaster();
        var target = source.createCompatibleWritableRaster();
        var values = ((DataBufferInt) source.getDataBuffer()).getData();
        var converted = ((DataBufferInt) target.getDataBuffer()).getData();
        var conversion = new ColorConvertOp(
                new ICC_Profile[]{ profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB) }, null);
        var row = new int[width];
        for (int y = 0; y < pixels.height(); y += ROWS) {
            int rows = Math.min(ROWS, pixels.height() - y);
            for (int i = 0; i < rows; i++) {
                pixels.readRow(y + i, 0, row);
                System.arraycopy(row, 0, values, i * width, width);
            }
            conversion.filter(source, target);
            for (int i = 0; i < rows; i++) {
                for (int x = 0; x < width; x++) {
                    row[x] = values[i * width + x] & 0xFF00_0000 | converted[i * width + x] & 0xFF_FFFF;
                }
                pixels.writeRow(y + i, row);
            }
        }
    }
}
