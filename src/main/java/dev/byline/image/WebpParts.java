package dev.byline.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chunks of a WebP file (RFC 9649). Kept are pixels, alpha, animation and the colour profile; Exif, XMP and
 * unknown chunks are left out.
 */
final class WebpParts {
    private static final Set<String> KEPT = Set.of("VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP");
    /** The bits of VP8X for Exif and XMP. */
    private static final int METADATA = 0x0C;
    private static final int ANIMATION = 0x02;
    private static final int HAS_PROFILE = 0x20;
    /** The bytes of ANMF before the chunks of its frame. */
    private static final int FRAME_HEADER = 16;
    private static final Set<String> PARTS_OF_FRAME = Set.of("ALPH", "VP8 ", "VP8L");
    /** The lengths of chunks that are the same in all files: more could be any text. */
    private static final Map<String, Integer> LENGTHS = Map.of("VP8X", 10, "ANIM", 6);

    private final byte[] file;
    private final ByteBuffer data;
    private final PictureBounds bounds;
    private final ByteArrayOutputStream out;
    private final List<byte[]> frameFiles = new ArrayList<>();
    private int width;
    private int height;
    private long framePixels;
    private boolean animated;
    private boolean hasPixels;
    private byte[] profile;
    private int orientation = 1;

    WebpParts(byte[] file, PictureBounds bounds) {
        this.file = file;
        this.data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        this.bounds = bounds;
        this.out = new ByteArrayOutputStream(file.length);
    }

    PictureFile read() throws RefusedPictureException {
        if (!PictureFile.isAt(file, 0, "RIFF") || !PictureFile.isAt(file, 8, "WEBP")) {
            throw new RefusedPictureException("does not begin as a WebP file does");
        }
        long end = (data.getInt(4) & 0xFFFFFFFFL) + 8;
        if (end > file.length && bounds.isNew()) {
            throw PictureFile.truncated();
        }
        out.write(file, 0, 12);
        for (int position = 12; position + 8 <= end;) {
            int length = data.getInt(position + 4);
            if (length < 0 || position + 8L + length > end) {
                throw PictureFile.truncated();
            }
            var type = new String(file, position, 4, StandardCharsets.ISO_8859_1);
            readChunk(type, position + 8, length);
            if (hasPixels && !bounds.isNew()) {
                return result();
            }
            if (KEPT.contains(type) && (!type.equals("ICCP") || profile != null)) {
                copy(type, position, length);
            }
            position += 8 + length + (length & 1);
        }
        if (!hasPixels) {
            throw PictureFile.damaged();
        }
        return result();
    }

    private PictureFile result() {
        var cleaned = out.toByteArray();
        ByteBuffer.wrap(cleaned).order(ByteOrder.LITTLE_ENDIAN).putInt(4, cleaned.length - 8);
        if (profile == null && PictureFile.isAt(cleaned, 12, "VP8X")) {
            cleaned[20] &= ~HAS_PROFILE;
        }
        return new PictureFile(width, height, animated ? frameFiles.size() : 1, 1, orientation, profile, cleaned);
    }

    /** Returns each frame of an animation as a file of its own; read the file first. */
    List<byte[]> frameFiles() {
        return frameFiles;
    }

    private void copy(String type, int position, int length) {
        if (type.equals("VP8X")) {
            var chunk = Arrays.copyOfRange(file, position, position + 8 + length);
            chunk[8] &= ~METADATA;
            out.writeBytes(chunk);
        } else {
            out.write(file, position, 8 + length);
        }
        if ((length & 1) == 1) {
            out.write(0);
        }
    }

    private void readChunk(String type, int start, int length) throws RefusedPictureException {
        if (length != LENGTHS.getOrDefault(type, length)) {
            throw PictureFile.damaged();
        }
        switch (type) {
            case "VP8X" -> {
                animated = (file[start] & ANIMATION) != 0;
                setSize(number24(start + 4) + 1, number24(start + 7) + 1);
            }
            case "VP8 " -> {
                hasPixels = true;
                setSize(data.getShort(start + 6) & 0x3FFF, data.getShort(start + 8) & 0x3FFF);
            }
            case "VP8L" -> {
                hasPixels = true;
                int bits = data.getInt(start + 1);
                setSize((bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1);
            }
            case "ANMF" -> readFrame(start, length);
            case "EXIF" -> {
                // Some programs write the name of the data in JPEG files before it.
                int skipped = PictureFile.isAt(file, start, "Exif\0\0") ? 6 : 0;
                orientation = ExifOrientation.find(Arrays.copyOfRange(file, start + skipped, start + length));
            }
            case "ICCP" -> {
                var bytes = Arrays.copyOfRange(file, start, start + length);
                profile = ColorProfile.isComplete(bytes) ? bytes : null;
            }
            default -> {
            }
        }
    }

    private void setSize(int w, int h) throws RefusedPictureException {
        bounds.checkSize(w, h);
        if (width == 0) {
            width = w;
            height = h;
        } else if (w != width || h != height) {
            throw PictureFile.damaged();
        }
    }

    private void readFrame(int start, int length) throws RefusedPictureException {
        if (!animated || length < FRAME_HEADER) {
            throw PictureFile.damaged();
        }
        requirePixelsOnly(start + FRAME_HEADER, start + length);
        hasPixels = true;
        int frameWidth = number24(start + 6) + 1;
        int frameHeight = number24(start + 9) + 1;
        framePixels += (long) frameWidth * frameHeight;
        bounds.checkSize(frameWidth, frameHeight);
        bounds.checkFrames(frameFiles.size() + 1, framePixels);
        // Alpha in a chunk of its own needs the extended header.
        boolean alpha = PictureFile.isAt(file, start + FRAME_HEADER, "ALPH");
        var frame = ByteBuffer.allocate(12 + (alpha ? 18 : 0) + length - FRAME_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(frame.capacity() - 8)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        if (alpha) {
            frame.put("VP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(0x10)
                    .put(file, start + 6, 6);
        }
        frame.put(file, start + FRAME_HEADER, length - FRAME_HEADER);
        frameFiles.add(frame.array());
    }

    private void requirePixelsOnly(int start, int end) throws RefusedPictureException {
        for (int position = start; position + 8 <= end;) {
            int length = data.getInt(position + 4);
            if (length < 0 || position + 8L + length > end) {
                throw PictureFile.truncated();
            }
            if (!PARTS_OF_FRAME.contains(new String(file, position, 4, StandardCharsets.ISO_8859_1))) {
                throw new RefusedPictureException("has a frame with other parts than pixels");
            }
            position += 8 + length + (length & 1);
        }
    }

    private int number24(int position) {
        return file[position] & 0xFF | (file[position + 1] & 0xFF) << 8 | (file[position + 2] & 0xFF) << 16;
    }
}
