package dev.byline.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/**
 * The first part of a form (RFC 7578) as it comes. The platform would write the whole form to a disk before it could be
 * refused.
 */
final class Multipart extends InputStream {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");
    private static final int LONGEST_HEADER = 16 * 1024;

    private final PushbackInputStream in;
    private final byte[] delimiter;
    private boolean ended;

    private Multipart(PushbackInputStream in, byte[] delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /** The body itself, or the first part of it if it is a form; 400 for a form without one. */
    static InputStream file(InputStream body, String type) throws IOException {
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return body;
        }
        var boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The Content-Type of the form names no boundary.");
        }
        var delimiter = "\r\n--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        var in = new PushbackInputStream(body, delimiter.length());
        // As if the first boundary stood on a line of its own as well.
        in.unread("\r\n".getBytes(StandardCharsets.US_ASCII));
        new Multipart(in, delimiter.getBytes(StandardCharsets.ISO_8859_1)).transferTo(OutputStream.nullOutputStream());
        var header = new ByteArrayOutputStream();
        while (!header.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 || header.size() > LONGEST_HEADER) {
                throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The form has no file in it.");
            }
            header.write(b);
        }
        return new Multipart(in, delimiter.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int b = in.read();
        if (b != delimiter[0]) {
            ended = b < 0;
            return b;
        }
        var ahead = in.readNBytes(delimiter.length - 1);
        if (Arrays.equals(ahead, 0, ahead.length, delimiter, 1, delimiter.length)) {
            ended = true;
            return -1;
        }
        in.unread(ahead);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int b = read();
            if (b < 0) {
                return count == 0 ? -1 : count;
            }
            bytes[offset + count++] = (byte) b;
        }
        return count;
    }
}
