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
final class BotUserAgents {
    private static final String LIST_RESOURCE = "/bots.txt";
    private static final TrieNode ROOT = new TrieNode();

    static {
        try (var in = BotUserAgents.class.getResourceAsStream(LIST_RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(BotUserAgents::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TrieNode {
        private final Map<Character, TrieNode> next = new HashMap<>();
        private boolean endsEntry;
    }

    private BotUserAgents() {
    }

    /** Whether an entry stands anywhere in the text; one with {@code ^} at its beginning only at that of the text. */
    static boolean matches(String agent) {
        var text = "^" + agent;
        for (int start = 0; start < text.length(); start++) {
            var trieNode = ROOT;
            for (int i = start; i < text.length() && trieNode != null; i++) {
                trieNode = trieNode.next.get(text.charAt(i));
                if (trieNode != null && trieNode.endsEntry) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void add(String entry) {
        var trieNode = ROOT;
        for (char c : entry.toCharArray()) {
            trieNode = trieNode.next.computeIfAbsent(c, any -> new TrieNode());
        }
        trieNode.endsEntry = true;
    }
}
