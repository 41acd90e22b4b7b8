package dev.byline.search;

import java.util.List;
import java.util.Map;

import org.apache.commons.text.similarity.LevenshteinDistance;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.database.JdbcQueries;
import jakarta.enterprise.context.ApplicationScoped;

/** The words of all titles, among which the nearest word to a mistyped one is found. */
@ApplicationScoped
class TitleWords {
    /** Minimum length of a word in which two wrong letters are corrected; in shorter words it is one. */
    private static final int MIN_LENGTH_FOR_TWO_TYPOS = 4;
    /** The maximum number of words with one first letter and length that are compared. */
    private static final int MAX_COMPARED = 5_000;
    /** The maximum number of such groups in memory: some megabytes on a site with very many words. */
    private static final int MAX_KEPT_GROUPS = 200;

    private final JdbcQueries jdbcQueries;
    /**
     * Words of one first letter and one length, each with a space after it: an object for each word would take several
     * times the memory.
     */
    private final KeptValues<Group, String> kept;

    private record Group(int firstLetter, int length) {}

    TitleWords(JdbcQueries jdbcQueries, KeptValuesFactory keptValues) {
        this.jdbcQueries = jdbcQueries;
        this.kept = keptValues.create(MAX_KEPT_GROUPS, (group, words) -> List.of(ChangeTracker.ARTICLES));
    }

    /**
     * Finds the word of a title with the same first letter and the fewest wrong letters, at most two; the word itself if
     * there is none. At most five statements, none if the words are in memory.
     */
    String findNearest(String word) {
        int length = word.codePointCount(0, word.length());
        String best = word;
        int leastDistance = length < MIN_LENGTH_FOR_TWO_TYPOS ? 2 : 3;
        // Words of nearly the same length first: others have at least as many wrong letters as letters more or less.
        for (int difference = 0; difference < leastDistance; difference++) {
            for (int other : difference == 0
                    ? new int[]{ length }
                    : new int[]{ length - difference, length + difference }) {
                var words = words(new Group(word.codePointAt(0), other));
                int end;
                for (int start = 0; start < words.length() && leastDistance > 0; start = end + 1) {
                    end = words.indexOf(' ', start);
                    var known = words.substring(start, end);
                    int distance = new LevenshteinDistance(leastDistance - 1).apply(word, known);
                    if (distance >= 0) {
                        leastDistance = distance;
                        best = known;
                    }
                }
            }
        }
        return best;
    }

    private String words(Group group) {
        return kept.get(group, () -> jdbcQueries.single("""
                select coalesce(string_agg(word || ' ', ''), '') from (
                    select word from search_word where word >= :from and word < :to and length(word) = :length
                    order by word limit %d) words""".formatted(MAX_COMPARED),
                Map.of("from", Character.toString(group.firstLetter), "to", Character.toString(group.firstLetter + 1),
                        "length", group.length),
                0, r -> r.getString(1)));
    }
}
