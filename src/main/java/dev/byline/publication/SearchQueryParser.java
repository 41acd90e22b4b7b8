package dev.byline.publication;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.byline.database.JdbcQueries;
import dev.byline.problem.ProblemException;
import dev.byline.site.SiteService;
import dev.byline.text.Folded;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What somebody looks for, as PostgreSQL's text search has it: words that must all be there, "phrases", -exclusions,
 * and "or"; where there are only words, the last one may be the beginning of one.
 */
@ApplicationScoped
public class SearchQueryParser {
    /** Characters of a query. */
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
     * A query.
     *
     * @param tsquery
     *            as PostgreSQL writes it; empty if there is no word in it
     * @param words
     *            the folded words in it
     * @param wordsOnly
     *            whether there is nothing but words in it
     */
    public record ParsedSearchQuery(String tsquery, List<String> words, boolean wordsOnly) {
        /** The same words in titles, wherever they stand there. */
        String titleTsquery() {
            return LEXEME_OR_DISTANCE.matcher(tsquery).replaceAll(part -> Matcher.quoteReplacement(
                    part.group(1) == null ? "&" : "'" + SearchIndex.TITLE_LEXEME_PREFIX + part.group(1)));
        }
    }

    /**
     * Reads a query of at most 200 characters, a longer one is a 400; a statement or two.
     *
     * @param locale
     *            whose dictionary is used; null is the site's default
     */
    public ParsedSearchQuery parse(String q, String locale) {
        if (q.codePointCount(0, q.length()) > MAX_LENGTH) {
            throw ProblemException.invalidParameter("q", "must have at most " + MAX_LENGTH + " characters");
        }
        var folded = Folded.of(q);
        var words = Folded.words(folded);
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
