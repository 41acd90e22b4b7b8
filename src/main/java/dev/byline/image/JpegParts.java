package dev.byline.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The segments of a JPEG file (ITU-T T.81 annex B). Kept are the segments that decoding needs, a complete colour profile
 * and Adobe's colour transform; everything else, such as Exif, XMP, comments, thumbnails and further pictures, is left
 * out.
 */
final class JpegParts {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    /** Frames, Huffman tables, scans, quantization tables, and the distance of restart markers. */
    private static final Set<Integer> DECODED = Set.of(0xC0, 0xC1, 0xC2, 0xC4, SOS, 0xDB, 0xDD);
    /** The marker and the length of a segment. */
    private static final int SEGMENT_HEADER = 4;
    private static final int ADOBE_BYTES = 12;
    private static final String PROFILE = "ICC_PROFILE\0";
    private static final int PROFILE_HEADER = PROFILE.length() + 2;
    private static final int MAX_SCANS = 100;

    private final byte[] file;
    private final PictureBounds bounds;
    private final ByteArrayOutputStream out;
    /** The segments of the profile in the order of the file, and its parts by their numbers. */
    private final ByteArrayOutputStream profileSegments = new ByteArrayOutputStream();
    private final Map<Integer, byte[]> profile = new TreeMap<>();
    private int profilePosition;
    private int profileParts;
    private boolean damagedProfile;
    private int width;
    private int height;
    private int components;
    private boolean progressive;
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
            if (marker == SOS && !bounds.isNew()) {
                // A progressive file has several passes, and so has one whose first scan does not have all channels.
                scans = progressive || unsigned(position + 4) < components ? 2 : 1;
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
        var joined = joinedProfile();
        return new PictureFile(width, height, 1, scans, orientation, joined, joined == null
                ? out.toByteArray()
                : insert(out.toByteArray(), profilePosition, profileSegments.toByteArray()));
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
            components = unsigned(start + 9);
            progressive = marker == 0xC2;
            bounds.checkSize(width, height);
        } else if (marker == SOS && ++scans > MAX_SCANS) {
            throw new RefusedPictureException("has more than " + MAX_SCANS + " scans");
        } else if (marker == APP1 && PictureFile.isAt(file, start + 4, "Exif\0\0") && orientation == 1) {
            orientation = ExifOrientation.find(Arrays.copyOfRange(file, start + 10, end));
        }
        if (marker == APP2 && PictureFile.isAt(file, start + SEGMENT_HEADER, PROFILE)) {
            readProfile(start, end);
        } else if (marker == APP14 && PictureFile.isAt(file, start + SEGMENT_HEADER, "Adobe")
                && end - start >= SEGMENT_HEADER + ADOBE_BYTES) {
            // More bytes than these mean nothing.
            out.writeBytes(new byte[]{ (byte) 0xFF, (byte) APP14, 0, ADOBE_BYTES + 2 });
            out.write(file, start + SEGMENT_HEADER, ADOBE_BYTES);
        } else if (DECODED.contains(marker)
                // Not with a thumbnail, which may show what was cut away.
                || marker == APP0 && PictureFile.isAt(file, start + SEGMENT_HEADER, "JFIF\0") && end - start == 18) {
            out.write(file, start, end - start);
        }
    }

    /** Reads a part of the profile; all parts have the number of parts, and a number of their own. */
    private void readProfile(int start, int end) {
        int from = start + SEGMENT_HEADER + PROFILE_HEADER;
        if (profile.isEmpty()) {
            profilePosition = out.size();
            profileParts = unsigned(from - 1);
        }
        if (damagedProfile) {
            return;
        }
        damagedProfile = from > end || unsigned(from - 1) != profileParts
                || profile.put(unsigned(from - 2), Arrays.copyOfRange(file, Math.min(from, end), end)) != null;
        profileSegments.write(file, start, end - start);
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
        if (profile.isEmpty() || damagedProfile || profile.size() != profileParts || !profile.containsKey(1)
                || !profile.containsKey(profileParts)) {
            return null;
        }
        var joined = new ByteArrayOutputStream();
        profile.values().forEach(joined::writeBytes);
        var bytes = joined.toByteArray();
        return ColorProfile.isComplete(bytes) ? bytes : null;
    }

    private static byte[] insert(byte[] bytes, int position, byte[] inserted) {
        var all = new ByteArrayOutputStream(bytes.length + inserted.length);
        all.write(bytes, 0, position);
        all.writeBytes(inserted);
        all.write(bytes, position, bytes.length - position);
        return all.toByteArray();
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
