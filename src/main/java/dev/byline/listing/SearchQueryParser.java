package dev.byline.listing;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.byline.database.JdbcQueries;
import dev.byline.problem.ProblemException;
import dev.byline.publication.SearchIndex;
import dev.byline.site.SiteService;
import dev.byline.text.TextFolding;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Parses search queries for PostgreSQL's text search: words that must all occur, "phrases", -exclusions, and "or". If a
 * query contains only words, its last word may be the beginning of a word.
 */
@ApplicationScoped
public class SearchQueryParser {
    /** Maximum length of a query in characters. */
    public static final int MAX_LENGTH = 200;
    private static final Pattern OPERATORS = Pattern.compile("[\"-]|(?i)(?<!\\S)or(?!\\S)");
    private static final Pattern LEXEME_OR_DISTANCE = Pattern.compile("'((?:[^']|'')*')|<(?:-|\\d+)>");

    private final JdbcQueries jdbcQueries;
    private final SiteService site;

    SearchQueryParser(JdbcQueries jdbcQueries, SiteService site) {
        this.jdbcQueries = jdbcQueries;
        this.site = site;
    }

    /**
     * A parsed search query.
     *
     * @param tsquery
     *            the query as PostgreSQL writes it; empty if the query has no word
     * @param words
     *            the folded words of the query
     * @param wordsOnly
     *            whether the query contains only words
     */
    public record ParsedSearchQuery(String tsquery, List<String> words, boolean wordsOnly) {
        /** Returns the query for the same words in titles, at any position. */
        public String titleTsquery() {
            return LEXEME_OR_DISTANCE.matcher(tsquery).replaceAll(part -> Matcher.quoteReplacement(
                    part.group(1) == null ? "&" : "'" + SearchIndex.TITLE_LEXEME_PREFIX + part.group(1)));
        }
    }

    /**
     * Parses a query of at most {@value #MAX_LENGTH} characters; a longer query is a 400. One or two statements.
     *
     * @param locale
     *            the locale whose dictionary is used; null means the site's default locale
     */
    public ParsedSearchQuery parse(String q, String locale) {
        if (q.codePointCount(0, q.length()) > MAX_LENGTH) {
            throw ProblemException.invalidParameter("q", "must have at most " + MAX_LENGTH + " characters");
        }
        var folded = TextFolding.fold(q);
        var words = TextFolding.splitWords(folded);
        if (words.isEmpty()) {
            return new ParsedSearchQuery("", words, true);
        }
        boolean wordsOnly = !OPERATORS.matcher(folded).find();
        var prefixQuery = wordsOnly && Character.isLetterOrDigit(q.codePointBefore(q.length()))
                ? String.join(" & ", words) + ":*"
                : "";
        var tsquery = jdbcQueries.single("""
                select (websearch_to_tsquery(cast(:dictionary as regconfig), :q) || websearch_to_tsquery('simple', :q)
                    || to_tsquery('simple', :beginning))::text""", Map.of("dictionary",
                SearchIndex.dictionary(locale == null ? site.defaultLocale() : locale), "q", folded, "beginning",
                prefixQuery), 0, r -> r.getString(1));
        return new ParsedSearchQuery(tsquery, words, wordsOnly);
    }
}
