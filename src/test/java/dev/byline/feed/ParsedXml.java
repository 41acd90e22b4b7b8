package dev.byline.feed;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** An XML document, parsed by the JDK; names keep their prefixes. */
record ParsedXml(Document document) {
    ParsedXml(byte[] bytes) throws Exception {
        this(DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes)));
    }

    String text(String path) throws XPathExpressionException {
        return XPathFactory.newDefaultInstance().newXPath().evaluate(path, document);
    }

    List<String> texts(String path) throws XPathExpressionException {
        var nodes = (NodeList) XPathFactory.newDefaultInstance().newXPath().evaluate(path, document,
                XPathConstants.NODESET);
        var texts = new ArrayList<String>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
