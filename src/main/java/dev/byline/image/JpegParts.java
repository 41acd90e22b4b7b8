package dev.byline.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The segments of a JPEG file (ITU-T T.81 annex B). Kept are the segments that decoding needs, the colour profile and
 * Adobe's colour transform; Exif, XMP, comments, thumbnails and further pictures are left out.
 */
final class JpegParts {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;
    private static final String PROFILE = "ICC_PROFILE\0";
    private static final int PROFILE_HEADER = PROFILE.length() + 2;
    private static final int MAX_SCANS = 100;

    private final byte[] file;
    private final PictureBounds bounds;
    private final ByteArrayOutputStream out;
    private final Map<Integer, byte[]> profile = new TreeMap<>();
    private int width;
    private int height;
    private int scans;
    private int orientation = 1;

    JpegParts(byte[] file, PictureBounds bounds) {
        this.file = file;
        this.bounds = bounds;
        this.out = new ByteArrayOutputStream(file.length);
    }

    PictureFile read() throws RefusedPictureException {
        if (unsigned(0) != 0xFF || unsigned(1) != SOI) {
            throw new RefusedPictureException("does not begin as a JPEG file does");
        }
        out.write(file, 0, 2);
        int position = 2;
        while (true) {
            if (unsigned(position) != 0xFF) {
                throw PictureFile.damaged();
            }
            while (unsigned(position + 1) == 0xFF) {
                position++;
            }
            int marker = unsigned(position + 1);
            if (marker == EOI) {
                out.write(file, position, 2);
                return result();
            }
            int end = position + 2 + length(position + 2);
            if (end > file.length) {
                throw PictureFile.truncated();
            }
            readSegment(marker, position, end);
            position = marker == SOS ? copyScan(end) : end;
        }
    }

    private PictureFile result() throws RefusedPictureException {
        if (width == 0 || height == 0 || scans == 0) {
            throw PictureFile.damaged();
        }
        return new PictureFile(width, height, 1, scans, orientation, joinedProfile(),
                out.toByteArray());
    }

    private void readSegment(int marker, int start, int end) throws RefusedPictureException {
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            if (marker > 0xC2 || unsigned(start + 4) != 8 || width != 0) {
                throw new RefusedPictureException(
                        "is a JPEG of a kind that browsers do not show: only baseline and progressive with 8 bits are "
                                + "accepted");
            }
            height = length(start + 5);
            width = length(start + 7);
            bounds.checkSize(width, height);
        } else if (marker == SOS && ++scans > MAX_SCANS) {
            throw new RefusedPictureException("has more than " + MAX_SCANS + " scans");
        } else if (marker == APP1 && PictureFile.isAt(file, start + 4, "Exif\0\0") && orientation == 1) {
            orientation = ExifOrientation.find(Arrays.copyOfRange(file, start + 10, end));
        }
        if (isKept(marker, start, end)) {
            out.write(file, start, end - start);
        }
    }

    private boolean isKept(int marker, int start, int end) {
        if (marker == APP0) {
            // Not with a thumbnail, which may show what was cut away.
            return PictureFile.isAt(file, start + 4, "JFIF\0") && end - start == 18;
        }
        if (marker == APP2 && PictureFile.isAt(file, start + 4, PROFILE)) {
            int from = start + 4 + PROFILE_HEADER;
            profile.put(unsigned(from - 2), Arrays.copyOfRange(file, Math.min(from, end), end));
            return true;
        }
        return marker == APP14 && PictureFile.isAt(file, start + 4, "Adobe")
                || (marker < APP0 || marker > APP15) && marker != COMMENT;
    }

    /** Copies the compressed pixels of a scan, up to the next marker. */
    private int copyScan(int start) {
        int position = start;
        while (unsigned(position) != 0xFF || unsigned(position + 1) == 0
                || unsigned(position + 1) >= 0xD0 && unsigned(position + 1) <= 0xD7) {
            position++;
        }
        out.write(file, start, position - start);
        return position;
    }

    private byte[] joinedProfile() {
        if (profile.isEmpty()) {
            return null;
        }
        var joined = new ByteArrayOutputStream();
        profile.values().forEach(joined::writeBytes);
        return joined.size() > PictureFile.MAX_PROFILE_BYTES ? null : joined.toByteArray();
    }

    /** Returns a JPEG file with a colour profile, in as many segments as it needs (ICC.1 annex B.4). */
    static byte[] withProfile(byte[] jpeg, byte[] profile) {
        int maxBytes = 65_533 - PROFILE_HEADER;
        int count = (profile.length + maxBytes - 1) / maxBytes;
        int afterJfif = jpeg[3] == (byte) APP0 ? 4 + ((jpeg[4] & 0xFF) << 8 | jpeg[5] & 0xFF) : 2;
        var out = new ByteArrayOutputStream(jpeg.length + profile.length + 1000);
        out.write(jpeg, 0, afterJfif);
        for (int i = 0; i < count; i++) {
            int bytes = Math.min(maxBytes, profile.length - i * maxBytes);
            int length = bytes + PROFILE_HEADER + 2;
            out.writeBytes(new byte[]{ (byte) 0xFF, (byte) APP2, (byte) (length >> 8), (byte) length });
            out.writeBytes(PROFILE.getBytes(StandardCharsets.ISO_8859_1));
            out.write(i + 1);
            out.write(count);
            out.write(profile, i * maxBytes, bytes);
        }
        out.write(jpeg, afterJfif, jpeg.length - afterJfif);
        return out.toByteArray();
    }

    private int unsigned(int position) {
        return file[position] & 0xFF;
    }

    private int length(int position) {
        return unsigned(position) << 8 | unsigned(position + 1);
    }
}
