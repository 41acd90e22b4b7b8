package dev.byline.view;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognizes bots by their user agents, with the list in {@code src/main/resources/bots.txt}. Each line of the file is
 * a text that the user agents of a bot contain.
 * <p>
 * To add a bot, add its text to {@code EXTRA_ENTRIES} in {@code src/scripts/BotList.java} and run that script, which
 * writes the file. A line that is only added to the file works too, but the next run of the script removes it.
 * <p>
 * The list is stored as a tree of characters: a search takes at most the length of the user agent times the length of
 * the longest entry.
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

    /** A character of the tree: the characters that can follow it, and whether an entry ends here. */
    private static final class TrieNode {
        private final Map<Character, TrieNode> next = new HashMap<>();
        private boolean endsEntry;
    }

    private BotUserAgents() {
    }

    /**
     * Tells whether a user agent contains an entry of the list. An entry that begins with {@code ^} matches only at the
     * beginning of the user agent.
     */
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
