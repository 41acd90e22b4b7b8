package dev.byline.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the orientation of a picture from Exif data (CIPA DC-008 §4.6.5.1.6). */
final class ExifOrientation {
    private static final int ORIENTATION_TAG = 0x0112;

    private ExifOrientation() {
    }

    /**
     * Returns the orientation, 1 if the data has none or is damaged.
     *
     * @param tiff
     *            the data from the TIFF header on
     */
    static int find(byte[] tiff) {
        try {
            var data = ByteBuffer.wrap(tiff)
                    .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = data.getInt(4);
            int entries = data.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if ((data.getShort(entry) & 0xFFFF) == ORIENTATION_TAG) {
                    int value = data.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            return 1;
        }
        return 1;
    }

    /** Returns whether width and height change places. */
    static boolean isTurned(int orientation) {
        return orientation >= 5;
    }
}
