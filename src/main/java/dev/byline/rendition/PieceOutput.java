package dev.byline.rendition;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Collects bytes in pieces. The collector G1 treats arrays of 512 KB and more apart, and each of them can be the reason
 * of a pause.
 */
final class PieceOutput extends OutputStream {
    private static final int PIECE_BYTES = 256 * 1024;

    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] last = {};
    private int used;

    /** Returns all bytes of an input. */
    static ByteBuf readAll(InputStream in) throws IOException {
        var out = new PieceOutput();
        in.transferTo(out);
        return out.toBytes();
    }

    @Override
    public void write(int value) {
        write(new byte[]{ (byte) value }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int written = 0;
        while (written < length) {
            if (used == last.length) {
                pieces.add(last);
                last = new byte[PIECE_BYTES];
                used = 0;
            }
            int count = Math.min(length - written, last.length - used);
            System.arraycopy(bytes, offset + written, last, used, count);
            used += count;
            written += count;
        }
    }

    /** Returns all bytes that were written; nothing may be written afterwards. */
    ByteBuf toBytes() {
        pieces.add(Arrays.copyOf(last, used));
        return Unpooled.wrappedBuffer(pieces.toArray(byte[][]::new));
    }
}
