package dev.byline.search;

import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.database.JdbcQueries;
import dev.byline.listing.ArticleFilter;
import dev.byline.listing.ArticleFilterFactory;
import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.publication.PublicationReader;
import dev.byline.publication.SearchIndex;
import dev.byline.stats.Stats;
import dev.byline.text.SearchWords;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Full-text search in published articles. However many articles match, only some candidates are scored, see
 * {@link CandidateSql}. The best {@value #MAX_HITS} candidates are the result.
 */
@ApplicationScoped
public class ArticleSearch {
    /** Names of the facets by which hits can be counted. */
    public static final List<String> FACETS = List.of("category", "tag", "author", "year");
    /** The maximum number of hits, on all pages together. */
    public static final int MAX_HITS = 1_000;
    /** The number of values of a facet that are counted, the most frequent ones. */
    public static final int MAX_FACET_VALUES = 20;
    /** The number of articles of a large site, as PostgreSQL estimates it. */
    private static final int MIN_LARGE_SITE = 5_000;
    private static final int QUERY_TIMEOUT_SECONDS = 3;
    private static final String PAGE = "page_of_hits l join publication p on p.article_id = l.article_id";

    private final JdbcQueries jdbcQueries;
    private final ArticleFilterFactory filters;
    private final Clock clock;
    private final KeptValues<String, Boolean> large;

    ArticleSearch(JdbcQueries jdbcQueries, ArticleFilterFactory filters, Clock clock, KeptValuesFactory keptValues) {
        this.jdbcQueries = jdbcQueries;
        this.filters = filters;
        this.clock = clock;
        this.large = keptValues.createForOne(ChangeTracker.ARTICLES);
    }

    /**
     * An article that matches a query.
     *
     * @param score
     *            a number that only orders the hits of that query
     * @param text
     *            the beginning of the text
     */
    public record ScoredArticle(UUID article, long score, Stats stats, String text) {}

    /** A value of a facet: its id (or year) and the number of the best hits that have this value. */
    public record FacetCount(String value, long articles) {}

    /**
     * Finds one page of hits, best first, with at most {@code maxTextLength} characters of their texts. One statement,
     * one more for a count.
     *
     * @param typed
     *            the query of the reader, to which cursors belong; another one than {@code query} if it was corrected
     */
    public Page<ScoredArticle> hits(SearchQueryParser.ParsedSearchQuery query,
            SearchQueryParser.ParsedSearchQuery typed,
            ArticleQuery filterQuery, PageQuery page, int maxTextLength) {
        var filter = filters.create(filterQuery);
        var keys = new Keyset<>(page, "search " + typed.words() + typed.tsquery() + filter, true, Long::valueOf);
        if (query.tsquery().isEmpty()) {
            return keys.toPage(List.<ScoredArticle>of(), ScoredArticle::score, ScoredArticle::article, () -> 0);
        }
        var values = values(query, filter);
        values.putAll(keys.parameters());
        // A page that is read backwards ends with the hit before the cursor, in whichever group that is.
        values.put("enough", keys.isBackwards() ? MAX_HITS : values.get("headRows"));
        values.put("length", maxTextLength);
        var seek = keys.seekCondition("score", "article_id");
        var order = keys.orderBy("score", "article_id");
        var found = jdbcQueries.list(new CandidateSql(query, filter, isLarge(), seek).with(MAX_HITS)
                + ", page_of_hits as materialized (select article_id, score from hit where true" + seek + order
                + keys.limitClause(false) + ") "
                + PublicationReader.selectStats(", l.score, left(p.text, :length) as text", "from " + PAGE,
                        keys.orderBy("l.score", "l.article_id")),
                values, QUERY_TIMEOUT_SECONDS, r -> new ScoredArticle(r.getObject(1, UUID.class), r.getLong("score"),
                        PublicationReader.readStats(r), r.getString("text")));
        return keys.toPage(found, ScoredArticle::score, ScoredArticle::article, () -> jdbcQueries.single(
                allHitsSql(query, filter) + "select count(*) from hit", allHitsValues(query, filter),
                QUERY_TIMEOUT_SECONDS, r -> r.getLong(1)));
    }

    /**
     * Counts the best hits by value, for the {@value #MAX_FACET_VALUES} most frequent values of each facet. One
     * statement.
     */
    public Map<String, List<FacetCount>> facets(SearchQueryParser.ParsedSearchQuery query, ArticleQuery filterQuery,
            Set<String> names) {
        var facets = new LinkedHashMap<String, List<FacetCount>>();
        names.forEach(name -> facets.put(name, new ArrayList<>()));
        if (names.isEmpty() || query.tsquery().isEmpty()) {
            return facets;
        }
        var filter = filters.create(filterQuery);
        var parts = names.stream().map(name -> "(select '" + name + "', " + switch (name) {
            case "category" -> "cast(l.category_id as text), count(*) from hit join publication_category l";
            case "tag" -> "cast(l.tag_id as text), count(*) from hit join publication_tag l";
            case "author" -> "cast(l.author_id as text), count(*) from hit join publication_author l";
            default -> "cast(extract(year from l.published_at at time zone 'UTC') as text), count(*)"
                    + " from hit join publication l";
        } + " using (article_id) group by 2 order by 3 desc, 2 limit " + MAX_FACET_VALUES + ")").toList();
        jdbcQueries.list(allHitsSql(query, filter) + String.join(" union all ", parts),
                allHitsValues(query, filter), QUERY_TIMEOUT_SECONDS,
                r -> facets.get(r.getString(1)).add(new FacetCount(r.getString(2), r.getLong(3))));
        return facets;
    }

    private String allHitsSql(SearchQueryParser.ParsedSearchQuery query, ArticleFilter filter) {
        return new CandidateSql(query, filter, isLarge(), "").with(MAX_HITS);
    }

    private Map<String, Object> allHitsValues(SearchQueryParser.ParsedSearchQuery query, ArticleFilter filter) {
        var values = values(query, filter);
        values.put("enough", MAX_HITS);
        return values;
    }

    private Map<String, Object> values(SearchQueryParser.ParsedSearchQuery query, ArticleFilter filter) {
        var values = new HashMap<>(filter.values());
        var month = YearMonth.now(clock);
        values.put("words", query.tsquery());
        values.put("exact", query.exact());
        values.put("beginning", query.beginning());
        values.put("before", query.before());
        values.put("titles", query.titleTsquery());
        values.put("months", anyOf(SearchIndex.monthLexeme(month), SearchIndex.monthLexeme(month.minusMonths(1))));
        values.put("years",
                anyOf(SearchIndex.yearLexeme(month.getYear()), SearchIndex.yearLexeme(month.getYear() - 1)));
        return values;
    }

    /** A site that PostgreSQL has not counted yet may be large. */
    private boolean isLarge() {
        return large.get("", () -> jdbcQueries.single(
                "select reltuples < 0 or reltuples >= :least from pg_class where oid = cast('search_document' as regclass)",
                Map.of("least", MIN_LARGE_SITE), 0, r -> r.getBoolean(1)));
    }

    private static String anyOf(String lexeme, String other) {
        return "'" + lexeme + "' | '" + other + "'";
    }

    /**
     * Finds articles whose titles begin with the text, then articles whose titles contain its words, the last word
     * being the beginning of a word; at most as many articles as the limit. One statement.
     */
    public List<UUID> suggestions(String q, String locale, int limit) {
        var typed = SearchWords.of(q);
        if (typed.words().isEmpty()) {
            return List.of();
        }
        var title = String.join(" ", typed.words());
        var values = new HashMap<String, Object>(Map.of("from", title, "to",
                title + Character.toString(Character.MAX_CODE_POINT), "words", typed.words().stream()
                        .map(word -> SearchIndex.TITLE_LEXEME_PREFIX + SearchWords.lexeme(word))
                        .collect(Collectors.joining("' & '", "'", "':*"))));
        var inLocale = locale == null ? "" : " and locale = :locale";
        values.put("locale", locale);
        return jdbcQueries.list(
                """
                        with beginning as materialized (
                            select article_id, title from search_document
                            where title >= :from and title < :to and page is not true%1$s order by title, article_id limit %2$d),
                        containing as materialized (
                            select article_id, title from search_document
                            where (select count(*) from beginning) < %2$d and document @@ cast(:words as tsquery)
                            and page is not true%1$s limit %3$d)
                        select article_id from (
                            select article_id, 0 as kind, title from beginning
                            union all select article_id, 1, title from containing) found
                        group by article_id order by min(kind), min(title), article_id limit %2$d"""
                        .formatted(inLocale, limit, 2 * limit),
                values, QUERY_TIMEOUT_SECONDS, r -> r.getObject(1, UUID.class));
    }
}
