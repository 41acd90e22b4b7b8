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
class BylineFile implements FileReader {
    /** Bytes: an article's body and its published body, with everything around them escaped. */
    static final int LONGEST = 8 * 1024 * 1024;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        try (var in = file.open()) {
            var lines = new Lines(in);
            long items = 0;
            for (long number = 1; lines.next(); number++) {
                if (lines.isBlank()) {
                    continue;
                }
                // What an earlier run has done is only counted.
                if (items < file.done()) {
                    sink.line(place(number), null);
                } else {
                    var line = parse(file, sink, place(number), lines);
                    if (line != null && line.end() != null) {
                        check(line.end(), items);
                        continue;
                    }
                    if (line != null) {
                        sink.line(place(number), line);
                    }
                }
                items++;
            }
        }
    }

    /** The last line of an export says how many there are, so that half of one is not taken for all of it. */
    private static void check(long told, long found) throws BrokenFileException {
        if (told != found) {
            throw new BrokenFileException("Its last line says that " + told + " lines came before it, and "
                    + found + " did: a part of it is missing.");
        }
    }

    private static String place(long number) {
        return "line " + number;
    }

    private static ImportLine parse(ImportFile file, LineSink sink, String place, Lines lines) {
        if (lines.tooLong) {
            sink.broken(place, null, "is longer than " + LONGEST / 1024 / 1024 + " MiB");
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lines.bytes())).toString();
            return file.json().readValue(text.startsWith("\uFEFF") ? text.substring(1) : text, ImportLine.class);
        } catch (CharacterCodingException e) {
            sink.broken(place, null, "is not UTF-8");
        } catch (JsonProcessingException e) {
            sink.broken(place, null, BodyProblems.of(e).getMessage());
        }
        return null;
    }

    /** Lines of a stream, of which no more is kept than a line may have. */
    static final class Lines {
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[1 << 16];
        private int from;
        private int to;
        boolean tooLong;

        Lines(InputStream in) {
            this.in = in;
        }

        /** Reads the next one; false at the end. */
        boolean next() throws IOException {
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
                if (line.size() + end - from > LONGEST) {
                    tooLong = true;
                } else {
                    line.write(buffer, from, end - from);
                }
                boolean whole = end < to;
                from = whole ? end + 1 : end;
                if (whole) {
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
