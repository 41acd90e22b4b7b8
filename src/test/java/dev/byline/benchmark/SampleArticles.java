package dev.byline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * Articles for a comparison, as lines of an import: the same for each server. Each has about 3 KB of text, one of 20
 * categories, and one of 20 topics in its title.
 */
final class SampleArticles {
    /** A topic: a twentieth of the articles have this word in their titles and texts. */
    static final String SEARCHED_WORD = "harbor";
    private static final String[] TOPICS = ("harbor bridge garden market theater library orchard station meadow kitchen "
            + "workshop lantern ferry archive quarry chapel museum canal tower printer").split(" ");
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final int SECONDS_BETWEEN = 3600;
    private static final int WORDS = 430;
    private static final int WORDS_OF_EXCERPT = 20;

    private SampleArticles() {
    }

    static Path write(Path file, int articles) throws IOException {
        var random = new Random(1);
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < TOPICS.length; i++) {
                out.write(
                        "{\"externalId\": \"category-%1$d\", \"category\": {\"name\": \"Category %1$d\", \"slug\": \"category-%1$d\"}}\n"
                                .formatted(i));
            }
            for (int i = 1; i <= articles; i++) {
                var topic = TOPICS[i / TOPICS.length % TOPICS.length];
                out.write("""
                        {"externalId": "article-%1$d", "state": "live", "article": {"title": "Article %1$d about the \
                        %2$s", "slug": "article-%1$d", "excerpt": "%3$s", "categories": ["category-%4$d"], \
                        "publishedAt": "%5$s", "body": {"format": "markdown", "source": "The %2$s: %6$s"}}}
                        """.formatted(i, topic, words(random, WORDS_OF_EXCERPT), i % TOPICS.length,
                        FIRST.plusSeconds((long) i * SECONDS_BETWEEN), words(random, WORDS)));
            }
        }
        return file;
    }

    /** Returns words of a vocabulary of 20,000 words, the first of them frequent, as words are. */
    private static String words(Random random, int number) {
        var text = new StringBuilder();
        for (int i = 1; i <= number; i++) {
            text.append("word").append((int) (20000 * Math.pow(random.nextDouble(), 3)))
                    .append(i == number ? "." : i % 60 == 0 ? ".\\n\\n" : " ");
        }
        return text.toString();
    }
}
