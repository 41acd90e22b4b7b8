package dev.byline.transfer.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.byline.problem.BodyProblems;

/** Byline's own format: one {@link ImportLine} of JSON a line. A line that is broken breaks nothing else. */
class BylineReader implements FormatReader {
    /** Bytes: an article's body and its published body, with everything around them escaped. */
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
                // What an earlier run has done is only counted.
                if (items < file.completedItems()) {
                    sink.accept(place(number), null);
                } else {
                    var line = parse(file, sink, place(number), boundedLineReader);
                    if (line != null && line.end() != null) {
                        checkLineCount(line.end(), items);
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

    /** The last line of an export says how many there are, so that half of one is not taken for all of it. */
    private static void checkLineCount(long expected, long actual) throws BrokenFileException {
        if (expected != actual) {
            throw new BrokenFileException("Its last line says that " + expected + " lines came before it, and "
                    + actual + " did: a part of it is missing.");
        }
    }

    private static String place(long number) {
        return "line " + number;
    }

    private static ImportLine parse(ImportFile file, ImportItemSink sink, String place,
            BoundedLineReader boundedLineReader) {
        if (boundedLineReader.tooLong) {
            sink.reject(place, null, "is longer than " + MAX_LINE_BYTES / 1024 / 1024 + " MiB");
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

    /** Lines of a stream, of which no more is kept than a line may have. */
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

        /** Reads the next one; false at the end. */
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
