package dev.byline.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the end of an HTTP/1.1 response in the bytes of a connection (RFC 9112, 6.3). The body is not kept. */
final class HttpResponseParser {
    private byte[] bytes = new byte[16 * 1024];
    private int filled;
    private int status;
    /** Where the body begins, or the next chunk; -1 until all headers are there. */
    private int position;
    private long length;
    private boolean chunked;
    private boolean close;

    void reset() {
        filled = 0;
        status = 0;
        position = -1;
        length = -1;
        chunked = false;
        close = false;
    }

    int status() {
        return status;
    }

    /** Tells whether the server closes the connection after this response. */
    boolean closes() {
        return close;
    }

    /** Tells whether the response is one without a length, whose end is the end of the connection. */
    boolean endsAtClose() {
        return position >= 0 && !chunked && length < 0;
    }

    /** Takes the next bytes, and tells whether the response is complete. */
    boolean accept(ByteBuffer more) throws IOException {
        int count = more.remaining();
        if (filled + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, filled + count));
        }
        more.get(bytes, filled, count);
        filled += count;
        if (position < 0 && !readHeaders()) {
            return false;
        }
        if (chunked) {
            return readChunks();
        }
        return length >= 0 && filled >= position + length;
    }

    private boolean readHeaders() throws IOException {
        int line = 0;
        for (int end = endOfLine(line); end >= 0; line = end + 2, end = endOfLine(line)) {
            if (line == 0) {
                status = Integer.parseInt(text(9, 12));
                close = bytes[7] == '0';
            } else if (end == line) {
                position = line + 2;
                if (status == 204 || status == 304) {
                    length = 0;
                }
                return true;
            } else if (startsWith(line, "content-length:")) {
                length = Long.parseLong(text(line + 15, end).strip());
            } else if (startsWith(line, "transfer-encoding:")) {
                chunked = text(line + 18, end).strip().equalsIgnoreCase("chunked");
            } else if (startsWith(line, "connection:")) {
                close = text(line + 11, end).strip().equalsIgnoreCase("close");
            }
        }
        return false;
    }

    private boolean readChunks() {
        while (true) {
            int end = endOfLine(position);
            if (end < 0) {
                return false;
            }
            int size = Integer.parseInt(text(position, end).replaceAll(";.*", "").strip(), 16);
            int next = end + 2 + size + 2;
            if (next > filled) {
                return false;
            }
            if (size == 0) {
                return true;
            }
            position = next;
        }
    }

    private int endOfLine(int from) {
        for (int i = from; i + 1 < filled; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(int at, String lowerCase) {
        if (at + lowerCase.length() > filled) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase(bytes[at + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
