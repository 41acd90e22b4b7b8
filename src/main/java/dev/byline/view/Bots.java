package dev.byline.view;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows programs that fetch pages by their user agents, from the list in {@code bots.txt}. The list is a tree of
 * characters: looking costs at most the length of the text times that of the longest entry, whatever the text is.
 */
final class Bots {
    private static final String LIST = "/bots.txt";
    private static final Node ROOT = new Node();

    static {
        try (var in = Bots.class.getResourceAsStream(LIST);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(Bots::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private boolean end;
    }

    private Bots() {
    }

    /** Whether an entry stands anywhere in the text; one with {@code ^} at its beginning only at that of the text. */
    static boolean has(String agent) {
        var text = "^" + agent;
        for (int start = 0; start < text.length(); start++) {
            var node = ROOT;
            for (int i = start; i < text.length() && node != null; i++) {
                node = node.next.get(text.charAt(i));
                if (node != null && node.end) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void add(String entry) {
        var node = ROOT;
        for (char c : entry.toCharArray()) {
            node = node.next.computeIfAbsent(c, any -> new Node());
        }
        node.end = true;
    }
}
