package dev.byline.feed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

import org.junit.jupiter.api.Test;

class XmlDocumentTest {
    @Test
    void the_namespaces_are_in_order_so_that_all_nodes_send_the_same_bytes() {
        var namespaces = new LinkedHashMap<String, String>();
        namespaces.put("b", "urn:b");
        namespaces.put("", "urn:root");
        namespaces.put("a", "urn:a");
        var text = new String(new XmlDocument("root", namespaces).close().bytes(), StandardCharsets.UTF_8);
        assertTrue(text.contains("<root xmlns=\"urn:root\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\""), text);
    }
}
