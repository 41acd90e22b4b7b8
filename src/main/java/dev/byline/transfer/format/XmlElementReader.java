package dev.byline.transfer.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * The elements right below another one of an XML file, one after the other. jsoup reads what real exports are: with bare
 * ampersands, control characters and unquoted attributes. It knows no document types and no entities of anybody's own,
 * so nothing grows and nothing outside the file is read.
 */
final class XmlElementReader {
    private static final Pattern ENCODING = Pattern
            .compile("<\\?xml[^>]{0,200}encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})");
    private static final int DECLARATION_BYTES = 1024;
    /** Stands for bytes that are no characters; no XML can contain it. */
    private static final char MALFORMED_CHARACTER = '\uffff';
    /** Characters. */
    private static final int MAX_ELEMENT_CHARS = 32 * 1024 * 1024;

    private XmlElementReader() {
    }

    /** Tells what stands below {@code parent}, but for what the end of the file cuts off. */
    static void forEachChild(ImportFile file, String parent, Consumer<Element> take)
            throws IOException, BrokenFileException {
        long number = 0;
        Element last = null;
        try (var in = file.open();
                var boundedXmlReader = new BoundedXmlReader(openReader(in));
                var parser = new StreamParser(Parser.xmlParser()).parse(boundedXmlReader, "")) {
            for (var next = parser.selectNext(parent + " > *"); next != null; next = parser
                    .selectNext(parent + " > *")) {
                if (last != null) {
                    take.accept(last);
                    last.remove();
                }
                last = next;
                number++;
                boundedXmlReader.charsLeft = MAX_ELEMENT_CHARS;
            }
            // The parser closes whatever is open at the end.
            boolean complete = boundedXmlReader.endsWith(parent);
            if (last != null && (complete || boundedXmlReader.endsWith(last.tagName()))) {
                take.accept(last);
            } else if (last != null) {
                number--;
            }
            if (boundedXmlReader.problem != null || last != null && !complete) {
                throw new BrokenFileException("Behind element " + number + " "
                        + (boundedXmlReader.problem == null
                                ? "the file ends, without </" + parent + ">."
                                : boundedXmlReader.problem));
            }
        } catch (UncheckedIOException e) {
            // The parser wraps some of what the reader throws.
            throw e.getCause();
        }
        if (number == 0) {
            throw new BrokenFileException("There is no <" + parent + "> in the file, or nothing in it.");
        }
    }

    /** Whether a file begins with the mark of it; its bytes as Latin-1. */
    static boolean isUtf16(String head) {
        return head.startsWith("\u00fe\u00ff") || head.startsWith("\u00ff\u00fe");
    }

    private static Reader openReader(InputStream in) throws IOException, BrokenFileException {
        in.mark(DECLARATION_BYTES);
        var head = new String(in.readNBytes(DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
        in.reset();
        var encoding = ENCODING.matcher(head);
        try {
            var charset = isUtf16(head)
                    ? StandardCharsets.UTF_16
                    : encoding.find() ? Charset.forName(encoding.group(1)) : StandardCharsets.UTF_8;
            return new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(String.valueOf(MALFORMED_CHARACTER)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BrokenFileException("The file says that it is in an encoding that nobody knows here: "
                    + encoding.group(1) + ".");
        }
    }

    /** The text of a child by its name, or by its name behind any prefix; null without one. */
    static String childText(Element e, String name) {
        for (var child : e.children()) {
            if (child.tagName().equals(name) || !name.contains(":") && child.tagName().endsWith(":" + name)) {
                return child.wholeText();
            }
        }
        return null;
    }

    /** The same without white space around it, and null if it is empty. */
    static String trimmedChildText(Element e, String name) {
        var text = childText(e, name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The text of a file, which ends where it cannot be read further: what comes before that is whole. */
    private static final class BoundedXmlReader extends FilterReader {
        private static final int TAIL_LENGTH = 1000;

        /** How much more the element may have that is being read. */
        private int charsLeft = MAX_ELEMENT_CHARS;
        private String tail = "";
        /** Why the text ended before the file. */
        private String problem;

        BoundedXmlReader(Reader in) {
            super(in);
        }

        /** Whether the element of this name is closed there, apart from what generators write behind it. */
        boolean endsWith(String name) {
            int close = tail.lastIndexOf("</" + name + ">");
            return close >= 0 && tail.indexOf("<" + name, close) < 0;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = problem == null ? super.read(buffer, offset, length) : -1;
            if (read <= 0) {
                return read;
            }
            for (int i = offset; i < offset + read; i++) {
                if (buffer[i] == MALFORMED_CHARACTER) {
                    problem = "the file is not in the encoding that it names, or not in UTF-8.";
                    read = i - offset;
                }
            }
            charsLeft -= read;
            if (charsLeft < 0) {
                problem = "one is larger than " + MAX_ELEMENT_CHARS / 1024 / 1024
                        + " million characters, or is not closed.";
            }
            var end = tail + new String(buffer, offset + Math.max(0, read - TAIL_LENGTH), Math.min(read, TAIL_LENGTH));
            tail = end.substring(Math.max(0, end.length() - TAIL_LENGTH));
            return read == 0 ? -1 : read;
        }
    }
}
