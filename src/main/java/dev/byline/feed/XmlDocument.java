package dev.byline.feed;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An XML 1.0 document in UTF-8 that grows in memory. Names are written as {@code prefix:name}; attributes follow as names
 * and values in turn. What is null is left out, and so is each character that XML forbids (§2.2).
 */
final class XmlDocument {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private interface XmlStep {
        void write() throws XMLStreamException, IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Given the bare stream, the platform's writer takes the halves of an emoji for two characters.
    private final Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    private final Map<String, String> namespaces;
    private final XMLStreamWriter xml;

    /**
     * @param namespaces
     *            by prefix; the empty prefix, if it is there, is that of names without one
     */
    XmlDocument(String root, Map<String, String> namespaces, String... attributes) {
        this.namespaces = namespaces;
        try {
            xml = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        step(() -> xml.writeStartDocument("UTF-8", "1.0"));
        open(root);
        namespaces.forEach((prefix, uri) -> step(() -> xml.writeNamespace(prefix, uri)));
        attributes(attributes);
    }

    XmlDocument open(String name, String... attributes) {
        step(() -> xml.writeStartElement(prefix(name), localName(name), namespaces.getOrDefault(prefix(name), "")));
        return attributes(attributes);
    }

    XmlDocument close() {
        return step(xml::writeEndElement);
    }

    /** An element with a text; none if the text is null. */
    XmlDocument element(String name, String content, String... attributes) {
        if (content == null) {
            return this;
        }
        open(name, attributes);
        step(() -> xml.writeCharacters(removeForbidden(content)));
        return close();
    }

    /** An element without a text. */
    XmlDocument empty(String name, String... attributes) {
        step(() -> xml.writeEmptyElement(prefix(name), localName(name), namespaces.getOrDefault(prefix(name), "")));
        return attributes(attributes);
    }

    /** The whole document; closes what is open. */
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
                    // Only "xml:lang" and "xml:base" are needed, whose prefix is declared nowhere.
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
            // Nothing of this reaches a disk or a network.
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
