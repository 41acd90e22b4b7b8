package dev.byline.transfer.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * The elements right below another one of an XML file, one after the other. jsoup reads what real exports are: with bare
 * ampersands, control characters and unquoted attributes. It knows no document types and no entities of anybody's own,
 * so nothing grows and nothing outside the file is read.
 */
final class XmlItems {
    private static final Pattern ENCODING = Pattern
            .compile("<\\?xml[^>]{0,200}encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})");
    private static final int HEAD = 1024;
    /** Characters. */
    private static final int LARGEST_ITEM = 32 * 1024 * 1024;

    private XmlItems() {
    }

    /** Tells what stands below {@code parent}, until the taker says no. */
    static void each(ImportFile file, String parent, Predicate<Element> take) throws IOException, BrokenFileException {
        long number = 0;
        try (var in = file.open();
                var bounded = new Bounded(reader(in));
                var parser = new StreamParser(Parser.xmlParser()).parse(bounded, "")) {
            for (var next = parser.selectNext(parent + " > *"); next != null; next = parser
                    .selectNext(parent + " > *")) {
                number++;
                bounded.left = LARGEST_ITEM;
                if (!take.test(next)) {
                    return;
                }
                next.remove();
            }
        } catch (UncheckedIOException e) {
            // The parser wraps some of what the reader throws.
            throw broken(e.getCause(), number);
        } catch (TooLargeException | CharacterCodingException e) {
            throw broken(e, number);
        }
        if (number == 0) {
            throw new BrokenFileException("There is no <" + parent + "> in the file, or nothing in it.");
        }
    }

    private static BrokenFileException broken(IOException e, long number) throws IOException {
        if (e instanceof TooLargeException) {
            return new BrokenFileException("Element " + (number + 1) + " is larger than " + LARGEST_ITEM / 1024 / 1024
                    + " million characters, or is not closed.");
        }
        if (e instanceof CharacterCodingException) {
            return new BrokenFileException(
                    "Behind element " + number + " the file is not in the encoding that it names, or not in UTF-8.");
        }
        throw e;
    }

    private static Reader reader(InputStream in) throws IOException, BrokenFileException {
        in.mark(HEAD);
        var head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        in.reset();
        var encoding = ENCODING.matcher(head);
        try {
            var charset = head.startsWith("\u00fe\u00ff") || head.startsWith("\u00ff\u00fe")
                    ? StandardCharsets.UTF_16
                    : encoding.find() ? Charset.forName(encoding.group(1)) : StandardCharsets.UTF_8;
            return new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BrokenFileException("The file says that it is in an encoding that nobody knows here: "
                    + encoding.group(1) + ".");
        }
    }

    /** The text of a child by its name, or by its name behind any prefix; null without one. */
    static String text(Element e, String name) {
        for (var child : e.children()) {
            if (child.tagName().equals(name) || !name.contains(":") && child.tagName().endsWith(":" + name)) {
                return child.wholeText();
            }
        }
        return null;
    }

    /** The same without white space around it, and null if it is empty. */
    static String word(Element e, String name) {
        var text = text(e, name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads no more for one item than it may have. */
    private static final class Bounded extends FilterReader {
        private int left = LARGEST_ITEM;

        Bounded(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new TooLargeException();
            }
            return read;
        }
    }
}
