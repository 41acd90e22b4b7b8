package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class WordScannerTest {
    private static final List<String> PARTS = List.of("node", "Node.js", "net", ".NET", "ASP.NET", "x.net", "C++", "C#",
            "F#", "c", "Café", "Đường", "東京", "ภาษา", "👍🏽", "'", " ", " ", ".", "-", "١٢", "1", "½", "a.b", "#", "+");

    /** Only words of ASCII letters with another beginning may be left out. */
    @Test
    void a_scanner_of_some_beginnings_finds_all_words_that_begin_so() {
        var random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            var all = words(new WordScanner(text.toString(), 0));
            var some = words(new WordScanner(text.toString(), 0, "cnđ"));
            assertTrue(all.containsAll(some), text.toString());
            all.removeAll(some);
            assertEquals(List.of(), all.stream().filter(word -> !word.folded().matches("[abd-mo-z0-9][a-z0-9]*"))
                    .toList(), text.toString());
        }
    }

    private static List<WordScanner.Word> words(WordScanner scanner) {
        var words = new ArrayList<WordScanner.Word>();
        for (var word = scanner.next(); word != null; word = scanner.next()) {
            words.add(word);
        }
        return words;
    }
}
