package dev.byline.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The chunks of a PNG file (third edition), animations included. Checks every checksum and inflates the pixels of
 * every frame, whose number of bytes must be what the header says. Texts, times and Exif are left out.
 */
final class PngParts {
    private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB",
            "iCCP", "sBIT", "cICP", "acTL", "fcTL", "fdAT");
    /** The largest lengths that chunks have by the standard: more could be any text. */
    private static final Map<String, Integer> MAX_LENGTHS = Map.of("tRNS", 256, "gAMA", 4, "cHRM", 32, "sRGB", 1,
            "sBIT",
            4, "cICP", 4, "PLTE", 768, "acTL", 8, "fcTL", 26);
    /** The first pixel and the distance of the pixels in each pass of an interlaced picture: x, y, dx, dy. */
    private static final int[][] PASSES = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
            { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };

    private final byte[] file;
    private final PictureBounds bounds;
    private final ByteArrayOutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int width;
    private int height;
    private int bitsPerPixel;
    private boolean interlaced;
    private byte[] profile;
    private int orientation = 1;
    private int frames;
    private long framePixels;
    private final Inflater inflater = new Inflater();
    private long inflated;
    /** The bytes that the frame must have. */
    private long expected;

    PngParts(byte[] file, PictureBounds bounds) {
        this.file = file;
        this.bounds = bounds;
        this.out = new ByteArrayOutputStream(file.length);
    }

    PictureFile read() throws RefusedPictureException {
        try {
            return readChunks();
        } catch (DataFormatException e) {
            throw PictureFile.damaged();
        } finally {
            inflater.end();
        }
    }

    private PictureFile readChunks() throws RefusedPictureException, DataFormatException {
        if (!PictureFile.isAt(file, 0, "\u0089PNG\r\n\u001a\n") || !PictureFile.isAt(file, 12, "IHDR")) {
            throw new RefusedPictureException("does not begin as a PNG file does");
        }
        out.write(file, 0, 8);
        var data = ByteBuffer.wrap(file);
        int position = 8;
        while (true) {
            int length = data.getInt(position);
            if (PictureFile.isAt(file, position + 4, "IDAT") && !bounds.isNew()) {
                return result();
            }
            if (length < 0 || length > file.length - position - 12) {
                throw PictureFile.truncated();
            }
            var type = new String(file, position + 4, 4, StandardCharsets.ISO_8859_1);
            var checksum = new CRC32();
            checksum.update(file, position + 4, length + 4);
            if ((int) checksum.getValue() != data.getInt(position + 8 + length)) {
                throw PictureFile.damaged();
            }
            if (readChunk(type, data, position + 8, length) && KEPT.contains(type)
                    && length <= MAX_LENGTHS.getOrDefault(type, length)) {
                out.write(file, position, length + 12);
            }
            position += length + 12;
            if (type.equals("IEND")) {
                endFrame();
                return result();
            }
        }
    }

    private PictureFile result() {
        return new PictureFile(width, height, Math.max(1, frames), 1, orientation, profile, out.toByteArray());
    }

    /** Reads a chunk; false if it should be left out. */
    private boolean readChunk(String type, ByteBuffer data, int start, int length)
            throws RefusedPictureException, DataFormatException {
        switch (type) {
            case "IHDR" -> readHeader(data, start);
            case "iCCP" -> {
                profile = readProfile(start, length);
                return profile != null;
            }
            case "eXIf" -> orientation = ExifOrientation.find(Arrays.copyOfRange(file, start, start + length));
            case "fcTL" -> {
                if (inflated > 0) {
                    endFrame();
                } else if (frames > 0 && bounds.isNew()) {
                    throw PictureFile.damaged();
                }
                frames++;
                int frameWidth = data.getInt(start + 4);
                int frameHeight = data.getInt(start + 8);
                if (frameWidth <= 0 || frameHeight <= 0 || frameWidth > width || frameHeight > height) {
                    throw PictureFile.damaged();
                }
                framePixels += (long) frameWidth * frameHeight;
                bounds.checkFrames(frames, framePixels);
                expected = expectedBytes(frameWidth, frameHeight);
            }
            case "IDAT" -> inflate(start, length);
            case "fdAT" -> inflate(start + 4, length - 4);
            default -> {
                return true;
            }
        }
        return true;
    }

    private void readHeader(ByteBuffer data, int start) throws RefusedPictureException {
        if (width != 0) {
            throw PictureFile.damaged();
        }
        width = data.getInt(start);
        height = data.getInt(start + 4);
        int channels = switch (file[start + 9]) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw PictureFile.damaged();
        };
        bitsPerPixel = channels * file[start + 8];
        interlaced = file[start + 12] == 1;
        if (bitsPerPixel <= 0) {
            throw PictureFile.damaged();
        }
        bounds.checkSize(width, height);
        expected = expectedBytes(width, height);
    }

    private long expectedBytes(int w, int h) {
        if (!interlaced) {
            return rowBytes(w) * h;
        }
        long sum = 0;
        for (var pass : PASSES) {
            long columns = (w - pass[0] + pass[2] - 1L) / pass[2];
            long rows = (h - pass[1] + pass[3] - 1L) / pass[3];
            sum += columns > 0 && rows > 0 ? rowBytes(columns) * rows : 0;
        }
        return sum;
    }

    private long rowBytes(long pixels) {
        return (pixels * bitsPerPixel + 7) / 8 + 1;
    }

    /** Inflates a part of a frame; stops at the bytes that the frame has, however many the file would give. */
    private void inflate(int start, int length) throws DataFormatException {
        if (!bounds.isNew()) {
            return;
        }
        inflater.setInput(file, start, length);
        while (!inflater.finished() && inflated <= expected) {
            int count = inflater.inflate(buffer);
            inflated += count;
            if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                return;
            }
        }
    }

    private void endFrame() throws RefusedPictureException {
        if (bounds.isNew() && inflated < expected) {
            throw PictureFile.truncated();
        }
        inflater.reset();
        inflated = 0;
    }

    private byte[] readProfile(int start, int length) {
        int name = start;
        while (file[name] != 0 && name < start + 80) {
            name++;
        }
        var unpacker = new Inflater();
        try {
            unpacker.setInput(file, name + 2, start + length - name - 2);
            var unpacked = new ByteArrayOutputStream();
            int count = 1;
            while (count > 0 && unpacked.size() <= PictureFile.MAX_PROFILE_BYTES) {
                count = unpacker.inflate(buffer);
                unpacked.write(buffer, 0, count);
            }
            var profileBytes = unpacked.toByteArray();
            return unpacker.finished() && unpacker.getRemaining() == 0 && ColorProfile.isComplete(profileBytes)
                    ? profileBytes
                    : null;
        } catch (DataFormatException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return null;
        } finally {
            unpacker.end();
        }
    }
}
