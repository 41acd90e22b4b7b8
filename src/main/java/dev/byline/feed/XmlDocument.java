package dev.byline.feed;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML 1.0 document in UTF-8 into memory. Names are given as {@code prefix:name}, attributes as alternating
 * names and values. Null values are left out, and so are characters that XML forbids (XML 1.0 §2.2).
 */
final class XmlDocument {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private interface XmlStep {
        void write() throws XMLStreamException, IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Given the bare stream, the JDK's XML writer takes the two surrogates of an emoji for two characters.
    private final Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    private final Map<String, String> namespaces;
    private final XMLStreamWriter xml;

    /**
     * @param namespaces
     *            namespace URIs by prefix; the empty prefix, if present, is for names without a prefix. They are written
     *            in the order of the prefixes, because all nodes must send the same bytes
     */
    XmlDocument(String root, Map<String, String> namespaces, String... attributes) {
        this.namespaces = new TreeMap<>(namespaces);
        try {
            xml = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        step(() -> xml.writeStartDocument("UTF-8", "1.0"));
        open(root);
        this.namespaces.forEach((prefix, uri) -> step(() -> xml.writeNamespace(prefix, uri)));
        attributes(attributes);
    }

    XmlDocument open(String name, String... attributes) {
        step(() -> xml.writeStartElement(prefix(name), localName(name), namespaces.getOrDefault(prefix(name), "")));
        return attributes(attributes);
    }

    XmlDocument close() {
        return step(xml::writeEndElement);
    }

    /** Writes an element with text; writes nothing if the text is null. */
    XmlDocument element(String name, String content, String... attributes) {
        if (content == null) {
            return this;
        }
        open(name, attributes);
        step(() -> xml.writeCharacters(removeForbidden(content)));
        return close();
    }

    /** Writes an element without text. */
    XmlDocument empty(String name, String... attributes) {
        step(() -> xml.writeEmptyElement(prefix(name), localName(name), namespaces.getOrDefault(prefix(name), "")));
        return attributes(attributes);
    }

    /** Closes all open elements and returns the complete document. */
    byte[] bytes() {
        step(xml::writeEndDocument);
        step(xml::close);
        step(text::flush);
        return bytes.toByteArray();
    }

    private XmlDocument attributes(String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            var name = attributes[i];
            var value = attributes[i + 1];
            if (value == null) {
                continue;
            }
            step(() -> {
                if (prefix(name).isEmpty()) {
                    xml.writeAttribute(name, removeForbidden(value));
                } else {
                    // Only "xml:lang" and "xml:base" are used; the prefix "xml" needs no declaration.
                    xml.writeAttribute(prefix(name), XMLConstants.XML_NS_URI, localName(name), removeForbidden(value));
                }
            });
        }
        return this;
    }

    private XmlDocument step(XmlStep xmlStep) {
        try {
            xmlStep.write();
            return this;
        } catch (XMLStreamException | IOException e) {
            // Cannot happen: the document is written into memory only.
            throw new IllegalStateException(e);
        }
    }

    private static String prefix(String name) {
        return name.substring(0, Math.max(0, name.indexOf(':')));
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static String removeForbidden(String value) {
        if (value.codePoints().allMatch(XmlDocument::isAllowed)) {
            return value;
        }
        return value.codePoints().filter(XmlDocument::isAllowed)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
