package dev.byline.image;

import java.io.ByteArrayOutputStream;

/**
 * The blocks of a GIF file (GIF89a). Kept are the frames, their delays and the number of repetitions; comments, texts
 * and XMP are left out.
 */
final class GifParts {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int CONTROL = 0xF9;
    private static final int APPLICATION = 0xFF;

    private final byte[] file;
    private final PictureBounds bounds;
    private final ByteArrayOutputStream out;

    GifParts(byte[] file, PictureBounds bounds) {
        this.file = file;
        this.bounds = bounds;
        this.out = new ByteArrayOutputStream(file.length);
    }

    PictureFile read() throws RefusedPictureException {
        if (!PictureFile.isAt(file, 0, "GIF87a") && !PictureFile.isAt(file, 0, "GIF89a")) {
            throw new RefusedPictureException("does not begin as a GIF file does");
        }
        int width = number(6);
        int height = number(8);
        bounds.checkSize(width, height);
        int position = 13 + colorTableBytes(10);
        copy(0, position);
        int frames = 0;
        long framePixels = 0;
        while (unsigned(position) != TRAILER) {
            int kind = unsigned(position);
            int data;
            boolean kept = true;
            if (kind == FRAME && !bounds.isNew()) {
                return new PictureFile(width, height, 1, 1, 1, null, out.toByteArray());
            }
            if (kind == FRAME) {
                // A frame may reach over the canvas in damaged files; decoders then allocate its own size.
                bounds.checkSize(number(position + 5), number(position + 7));
                frames++;
                framePixels += (long) number(position + 5) * number(position + 7);
                bounds.checkFrames(frames, framePixels);
                data = position + 10 + colorTableBytes(position + 9) + 1;
            } else if (kind == EXTENSION) {
                int label = unsigned(position + 1);
                kept = label == CONTROL || label == APPLICATION && (PictureFile.isAt(file, position + 3, "NETSCAPE2.0")
                        || PictureFile.isAt(file, position + 3, "ANIMEXTS1.0"));
                data = position + 2;
            } else {
                throw PictureFile.damaged();
            }
            int end = endOfBlocks(data);
            if (kept) {
                copy(position, end);
            }
            position = end;
        }
        out.write(TRAILER);
        if (frames == 0) {
            throw PictureFile.damaged();
        }
        return new PictureFile(width, height, frames, 1, 1, null, out.toByteArray());
    }

    private void copy(int from, int to) throws RefusedPictureException {
        if (to > file.length) {
            throw PictureFile.truncated();
        }
        out.write(file, from, to - from);
    }

    private int endOfBlocks(int start) {
        int position = start;
        while (unsigned(position) != 0) {
            position += unsigned(position) + 1;
        }
        return position + 1;
    }

    private int colorTableBytes(int flags) {
        int bits = unsigned(flags);
        return (bits & 0x80) == 0 ? 0 : 3 << (bits & 7) + 1;
    }

    private int number(int position) {
        return unsigned(position) | unsigned(position + 1) << 8;
    }

    private int unsigned(int position) {
        return file[position] & 0xFF;
    }
}
