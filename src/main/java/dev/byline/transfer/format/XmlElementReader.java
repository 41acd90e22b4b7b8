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
 * Reads the child elements of one parent element of an XML file, one after the other. The parser is jsoup, because real
 * exports contain bare ampersands, control characters and unquoted attributes. jsoup supports no document types and no
 * custom entities, so no entity can expand and nothing outside the file is read.
 */
final class XmlElementReader {
    private static final Pattern ENCODING = Pattern
            .compile("<\\?xml[^>]{0,200}encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})");
    private static final int DECLARATION_BYTES = 1024;
    /** Replaces bytes that are not valid in the encoding; a character that no XML file may contain. */
    private static final char MALFORMED_CHARACTER = '\uffff';
    /** Maximum length of one element in characters. */
    private static final int MAX_ELEMENT_CHARS = 32 * 1024 * 1024;

    private XmlElementReader() {
    }

    /** Passes on the children of {@code parent}, except a last child that the end of the file cuts off. */
    static void forEachChild(ImportFile file, String parent, Consumer<Element> take)
            throws IOException, BrokenFileException {
        forEach(file, parent + " > *", parent, take);
    }

    /**
     * Passes on the elements that a selector finds, except a last one that the end of the file cuts off.
     *
     * @param parent
     *            the name of the parent of all elements, or of most of them, for messages
     */
    static void forEach(ImportFile file, String selector, String parent, Consumer<Element> take)
            throws IOException, BrokenFileException {
        long number = 0;
        Element last = null;
        try (var in = file.open();
                var boundedXmlReader = new BoundedXmlReader(openReader(in));
                var parser = new StreamParser(Parser.xmlParser()).parse(boundedXmlReader, "")) {
            var end = parent;
            for (var next = parser.selectNext(selector); next != null; next = parser.selectNext(selector)) {
                if (last != null) {
                    take.accept(last);
                    last.remove();
                }
                last = next;
                end = next.parent().tagName();
                number++;
                boundedXmlReader.charsLeft = MAX_ELEMENT_CHARS;
            }
            // At the end of the file the parser closes all open elements, so a cut-off element looks complete. It is
            // complete only if the file has its end tag.
            boolean complete = boundedXmlReader.endsWith(end);
            if (last != null && (complete || boundedXmlReader.endsWith(last.tagName()))) {
                take.accept(last);
            } else if (last != null) {
                number--;
            }
            if (boundedXmlReader.problem != null || last != null && !complete) {
                throw new BrokenFileException("After element " + number + " "
                        + (boundedXmlReader.problem == null
                                ? "the file ends without </" + end + ">."
                                : boundedXmlReader.problem));
            }
        } catch (UncheckedIOException e) {
            // The parser wraps some exceptions of the reader.
            throw e.getCause();
        }
        if (number == 0) {
            throw new BrokenFileException("The file has no <" + parent + "> element, or an empty one.");
        }
    }

    /** Tells whether a file begins with a byte order mark of UTF-16; takes its first bytes decoded as Latin-1. */
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
            throw new BrokenFileException("The XML declaration of the file names an unknown encoding: "
                    + encoding.group(1) + ".");
        }
    }

    /** Returns the text of the child with this name, with or without a prefix; null if there is no such child. */
    static String childText(Element e, String name) {
        for (var child : e.children()) {
            if (child.tagName().equals(name) || !name.contains(":") && child.tagName().endsWith(":" + name)) {
                return child.wholeText();
            }
        }
        return null;
    }

    /** Returns the stripped text of the child with this name, as {@link #childText}; null if the text is blank. */
    static String trimmedChildText(Element e, String name) {
        var text = childText(e, name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * Reads the characters of a file. Ends early at a malformed character or in an element that is too long, so that
     * the elements before that place can still be used.
     */
    private static final class BoundedXmlReader extends FilterReader {
        private static final int TAIL_LENGTH = 1000;

        /** The number of characters that the current element may still have. */
        private int charsLeft = MAX_ELEMENT_CHARS;
        private String tail = "";
        /** The reason why reading ended early; null if it did not. */
        private String problem;

        BoundedXmlReader(Reader in) {
            super(in);
        }

        /**
         * Tells whether the last element of this name near the end is closed. Comments that generators write after it
         * do not matter.
         */
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
                    problem = "the file is not in the encoding that it declares; without a declaration that is UTF-8.";
                    read = i - offset;
                }
            }
            charsLeft -= read;
            if (charsLeft < 0) {
                problem = "an element has more than " + MAX_ELEMENT_CHARS / 1024 / 1024
                        + " million characters, or is not closed.";
            }
            var end = tail + new String(buffer, offset + Math.max(0, read - TAIL_LENGTH), Math.min(read, TAIL_LENGTH));
            tail = end.substring(Math.max(0, end.length() - TAIL_LENGTH));
            return read == 0 ? -1 : read;
        }
    }
}
