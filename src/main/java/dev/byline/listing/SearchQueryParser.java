package dev.byline.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.database.JdbcQueries;
import dev.byline.problem.ProblemException;
import dev.byline.publication.SearchIndex;
import dev.byline.site.SiteService;
import dev.byline.text.SearchWords;
import dev.byline.text.WordScanner;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Parses search queries for PostgreSQL's text search: words that must all occur, "phrases", -exclusions, and "or". If a
 * query contains only words, its last word may be the beginning of a word. Words are found as in the index, by
 * {@link WordScanner}.
 */
@ApplicationScoped
public class SearchQueryParser {
    /** Maximum length of a query in characters. */
    public static final int MAX_LENGTH = 200;
    private static final Pattern TERM = Pattern.compile("(-?)(\"([^\"]*)\"?|([^\\s\"]+))");
    private static final Pattern LEXEME_OR_DISTANCE = Pattern.compile("'((?:[^']|'')*')|<(?:-|\\d+)>");
    /** The maximum number of parsed queries in memory: one or two megabytes. */
    private static final int MAX_KEPT_QUERIES = 1_000;

    private final JdbcQueries jdbcQueries;
    private final SiteService site;
    /** Nothing that changes has a part in a parsed query, so the queries stay until others take their places. */
    private final Cache<KeptQuery, ParsedSearchQuery> kept = Caffeine.newBuilder().maximumSize(MAX_KEPT_QUERIES)
            .executor(Runnable::run).build();

    private record KeptQuery(String dictionary, String q) {}

    SearchQueryParser(JdbcQueries jdbcQueries, SiteService site) {
        this.jdbcQueries = jdbcQueries;
        this.site = site;
    }

    /**
     * A parsed search query. Its parts are queries as PostgreSQL writes them, and empty if they have no word.
     *
     * @param tsquery
     *            the query for all that the parts below find
     * @param exact
     *            the query for the words as they are written, and in other forms of the language
     * @param beginning
     *            the query for the words with the last one as the beginning of a word
     * @param before
     *            the query for the words before the last one, if the last one may be the beginning of a word
     * @param words
     *            the folded words of the query
     * @param wordsOnly
     *            whether the query contains only words
     */
    public record ParsedSearchQuery(
            String tsquery,
            String exact,
            String beginning,
            String before,
            List<String> words,
            boolean wordsOnly) {
        /** Returns the query for the same words in titles, at any position. */
        public String titleTsquery() {
            return LEXEME_OR_DISTANCE.matcher(tsquery).replaceAll(part -> Matcher.quoteReplacement(
                    part.group(1) == null ? "&" : "'" + SearchIndex.TITLE_LEXEME_PREFIX + part.group(1)));
        }

        /** Tells whether an index can find all words but not whether they stand side by side. */
        public boolean hasPhrase() {
            return LEXEME_OR_DISTANCE.matcher(tsquery).results().anyMatch(part -> part.group(1) == null);
        }
    }

    /**
     * Parses a query of at most {@value #MAX_LENGTH} characters; a longer query is a 400. No statement if the query is
     * in memory, otherwise one or two.
     *
     * @param locale
     *            the locale whose dictionary is used; null means the site's default locale
     */
    public ParsedSearchQuery parse(String q, String locale) {
        if (q.codePointCount(0, q.length()) > MAX_LENGTH) {
            throw ProblemException.invalidParameter("q", "must have at most " + MAX_LENGTH + " characters");
        }
        var key = new KeptQuery(SearchIndex.dictionary(locale == null ? site.defaultLocale() : locale), q);
        var parsed = kept.getIfPresent(key);
        if (parsed == null) {
            parsed = parse(key);
            kept.put(key, parsed);
        }
        return parsed;
    }

    private ParsedSearchQuery parse(KeptQuery key) {
        var terms = readTerms(key.q);
        if (terms.words.isEmpty()) {
            return new ParsedSearchQuery("", "", "", "", List.of(), true);
        }
        boolean hasBeginning = terms.wordsOnly && isLetterOrDigit(key.q.codePointBefore(key.q.length()));
        return jdbcQueries.single("""
                select exact || beginning, exact, beginning, before from (
                    select websearch_to_tsquery(d, :q) || websearch_to_tsquery('simple', :q) as exact,
                        to_tsquery('simple', :beginning) as beginning,
                        websearch_to_tsquery(d, :before) || websearch_to_tsquery('simple', :before) as before
                    from cast(:dictionary as regconfig) d) parsed""", Map.of("dictionary", key.dictionary, "q",
                String.join(" ", terms.websearch), "beginning",
                hasBeginning ? String.join(" & ", terms.beginnings) + ":*" : "", "before",
                hasBeginning ? String.join(" ", terms.websearch.subList(0, terms.websearch.size() - 1)) : ""), 0,
                r -> new ParsedSearchQuery(r.getString(1), r.getString(2), r.getString(3), r.getString(4), terms.words,
                        terms.wordsOnly));
    }

    /** The terms of a query while they are read. */
    private static final class Terms {
        final List<String> words = new ArrayList<>();
        /** The terms with their operators, for {@code websearch_to_tsquery}. */
        final List<String> websearch = new ArrayList<>();
        /** The terms without operators, for {@code to_tsquery}. */
        final List<String> beginnings = new ArrayList<>();
        boolean wordsOnly = true;

        void add(String minus, List<String> lexemes) {
            var phrase = String.join(" ", lexemes);
            // A quoted "or" is a word.
            boolean quoted = lexemes.size() > 1 || phrase.equals("or");
            websearch.add(minus + (quoted ? '"' + phrase + '"' : phrase));
            beginnings.add(String.join(" <-> ", lexemes));
        }
    }

    private static Terms readTerms(String q) {
        var terms = new Terms();
        TERM.matcher(q).results().forEach(part -> {
            var text = part.group(4) == null ? part.group(3) : part.group(4);
            var minus = part.group(1);
            if (text.equalsIgnoreCase("or") && part.group(4) != null && minus.isEmpty()) {
                terms.wordsOnly = false;
                terms.websearch.add("or");
                return;
            }
            terms.wordsOnly = terms.wordsOnly && minus.isEmpty() && part.group(4) != null;
            addWords(terms, minus, text, part.group(4) == null || !minus.isEmpty());
        });
        return terms;
    }

    /**
     * Adds the words of a term. Words with a sign between them, as in {@code TCP/IP}, are a phrase; words without one
     * come from a language that writes no spaces, and need not be neighbors unless {@code isPhrase} is set.
     */
    private static void addWords(Terms terms, String minus, String text, boolean isPhrase) {
        var phrase = new ArrayList<String>();
        var scanner = new WordScanner(text, 0);
        int end = -1;
        for (var word = scanner.next(); word != null; word = scanner.next()) {
            if (word.start() == end && !isPhrase) {
                terms.add(minus, phrase);
                phrase.clear();
            }
            terms.words.add(word.folded());
            phrase.add(SearchWords.lexeme(word.folded()));
            end = word.end();
        }
        if (!phrase.isEmpty()) {
            terms.add(minus, phrase);
        }
    }

    private static boolean isLetterOrDigit(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }
}
