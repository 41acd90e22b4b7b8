package dev.byline.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.apache.commons.text.similarity.LevenshteinDistance;
import org.junit.jupiter.api.Test;

class EditDistanceTest {

    @Test
    void distances_below_the_limit_are_exact_and_all_others_are_the_limit() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var word = randomWord(random);
            var other = randomWord(random);
            int exact = LevenshteinDistance.getDefaultInstance().apply(word, other);
            for (int limit = 1; limit <= 3; limit++) {
                assertEquals(Math.min(limit, exact),
                        EditDistance.between(word, "ab " + other + " c", 3, 3 + other.length(), limit),
                        word + " and " + other + ", limit " + limit);
            }
        }
    }

    private static String randomWord(Random random) {
        return random.ints(random.nextInt(8), 'a', 'd').collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }
}
