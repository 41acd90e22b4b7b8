package dev.byline.transfer.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.byline.problem.BodyProblems;

/**
 * Reads Byline's own format: NDJSON, with one {@link ImportLine} per line. A broken line fails alone; the lines after
 * it are read.
 */
class BylineReader implements FormatReader {
    /** Maximum length of a line in bytes: enough for the body and the published body of an article, escaped as JSON. */
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var in = file.open()) {
            var boundedLineReader = new BoundedLineReader(in);
            long items = 0;
            for (long number = 1; boundedLineReader.readNext(); number++) {
                if (boundedLineReader.isBlank()) {
                    continue;
                }
                // Items that an earlier run completed are counted without being parsed.
                if (items < file.completedItems()) {
                    sink.accept(place(number), null);
                } else {
                    var line = parse(file, sink, place(number), boundedLineReader);
                    if (line != null && line.end != null) {
                        checkLineCount(line.end, items);
                        continue;
                    }
                    if (line != null) {
                        sink.accept(place(number), line);
                    }
                }
                items++;
            }
        }
    }

    /** Compares the number of lines with the number in the last line of an export, to detect an incomplete export. */
    private static void checkLineCount(long expected, long actual) throws BrokenFileException {
        if (expected != actual) {
            throw new BrokenFileException("The last line of the file says that there are " + expected
                    + " lines before it, but there are " + actual + ": a part of the file is missing.");
        }
    }

    private static String place(long number) {
        return "line " + number;
    }

    private static ImportLine parse(ImportFile file, ImportItemSink sink, String place,
            BoundedLineReader boundedLineReader) {
        if (boundedLineReader.tooLong) {
            sink.reject(place, null,
                    "is longer than " + MAX_LINE_BYTES / 1024 / 1024 + " MiB, the maximum length of a line");
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(boundedLineReader.bytes()))
                    .toString();
            return file.json().readValue(text.startsWith("\uFEFF") ? text.substring(1) : text, ImportLine.class);
        } catch (CharacterCodingException e) {
            sink.reject(place, null, "is not UTF-8");
        } catch (JsonProcessingException e) {
            sink.reject(place, null, BodyProblems.of(e).getMessage());
        }
        return null;
    }

    /** Reads the lines of a stream. Holds no more of a line in memory than the maximum length. */
    static final class BoundedLineReader {
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[1 << 16];
        private int from;
        private int to;
        boolean tooLong;

        BoundedLineReader(InputStream in) {
            this.in = in;
        }

        /** Reads the next line; false at the end of the stream. */
        boolean readNext() throws IOException {
            line.reset();
            tooLong = false;
            boolean any = false;
            while (true) {
                if (from == to) {
                    from = 0;
                    to = Math.max(0, in.read(buffer));
                    if (to == 0) {
                        return any;
                    }
                }
                any = true;
                int end = from;
                while (end < to && buffer[end] != '\n') {
                    end++;
                }
                if (line.size() + end - from > MAX_LINE_BYTES) {
                    tooLong = true;
                } else {
                    line.write(buffer, from, end - from);
                }
                boolean complete = end < to;
                from = complete ? end + 1 : end;
                if (complete) {
                    return true;
                }
            }
        }

        byte[] bytes() {
            return line.toByteArray();
        }

        boolean isBlank() {
            return !tooLong && line.size() < 100 && line.toString(StandardCharsets.UTF_8).isBlank();
        }
    }
}
