package dev.byline.search;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.database.JdbcQueries;
import dev.byline.listing.ArticleFilter;
import dev.byline.listing.ArticleFilterFactory;
import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.publication.SearchIndex;
import dev.byline.text.SearchWords;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Full-text search in published articles. However many articles match, three times {@value #MAX_CANDIDATES} candidates
 * are scored at most: some with the words in their titles, some of this year and last year, and some of all. The best
 * {@value #MAX_HITS} candidates are the result.
 */
@ApplicationScoped
public class ArticleSearch {
    /** Names of the facets by which hits can be counted. */
    public static final List<String> FACETS = List.of("category", "tag", "author", "year");
    /** The maximum number of hits, on all pages together. */
    public static final int MAX_HITS = 1_000;
    /** The number of values of a facet that are counted, the most frequent ones. */
    public static final int MAX_FACET_VALUES = 20;
    private static final int MAX_CANDIDATES = 500;
    private static final int QUERY_TIMEOUT_SECONDS = 3;
    private static final String HITS_SQL = """
            with candidate as (
                (select l.article_id from search_document l
                    where l.document @@ (cast(:words as tsquery) && cast(:titles as tsquery))%1$s limit %2$d)
                union
                (select l.article_id from search_document l
                    where l.document @@ (cast(:words as tsquery) && cast(:recent as tsquery))%1$s limit %2$d)
                union
                (select l.article_id from search_document l where l.document @@ cast(:words as tsquery)%1$s
                    limit %2$d)),
            hit as materialized (
                -- The score has the rank in the upper digits and the second of publication in the lower digits.
                -- "offset 0" makes PostgreSQL look up the documents one by one; it expects many candidates and
                -- would otherwise read all documents.
                select c.article_id, ranked.score from candidate c cross join lateral (
                    select cast(round(ts_rank(d.document, cast(:words as tsquery)) * 100000) as bigint)
                        * 8589934592 + greatest(0, cast(extract(epoch from p.published_at) as bigint)) as score
                    from search_document d join publication p using (article_id)
                    where d.article_id = c.article_id offset 0) ranked
                order by 2 desc, 1 desc limit %3$d)
            """;

    private final JdbcQueries jdbcQueries;
    private final SearchQueryParser searchQueryParser;
    private final ArticleFilterFactory filters;
    private final Clock clock;

    ArticleSearch(JdbcQueries jdbcQueries, SearchQueryParser searchQueryParser, ArticleFilterFactory filters,
            Clock clock) {
        this.jdbcQueries = jdbcQueries;
        this.searchQueryParser = searchQueryParser;
        this.filters = filters;
        this.clock = clock;
    }

    /** An article that matches a query; the score only orders the hits of that query. */
    public record ScoredArticle(UUID article, long score) {}

    /** A value of a facet: its id (or year) and the number of the best hits that have this value. */
    public record FacetCount(String value, long articles) {}

    /** Finds one page of hits, best first. One statement, one more for a count. */
    public Page<ScoredArticle> hits(SearchQueryParser.ParsedSearchQuery query, ArticleQuery filterQuery,
            PageQuery page) {
        var filter = filters.create(filterQuery);
        var keys = new Keyset<>(page, "search " + query.words() + query.tsquery() + filter, true, Long::valueOf);
        if (query.tsquery().isEmpty()) {
            return keys.toPage(List.<ScoredArticle>of(), ScoredArticle::score, ScoredArticle::article, () -> 0);
        }
        var values = values(query, filter);
        values.putAll(keys.parameters());
        var found = jdbcQueries.list(hitsSql(filter) + "select article_id, score from hit where true"
                + keys.seekCondition("score", "article_id") + keys.orderBy("score", "article_id")
                + keys.limitClause(false), values,
                QUERY_TIMEOUT_SECONDS, r -> new ScoredArticle(r.getObject(1, UUID.class), r.getLong(2)));
        return keys.toPage(found, ScoredArticle::score, ScoredArticle::article, () -> jdbcQueries.single(
                hitsSql(filter) + "select count(*) from hit", values, QUERY_TIMEOUT_SECONDS,
                r -> r.getLong(1)));
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
        jdbcQueries.list(hitsSql(filter) + String.join(" union all ", parts),
                values(query, filter),
                QUERY_TIMEOUT_SECONDS,
                r -> facets.get(r.getString(1)).add(new FacetCount(r.getString(2), r.getLong(3))));
        return facets;
    }

    private static String hitsSql(ArticleFilter filter) {
        return HITS_SQL.formatted(filter.allConditions(), MAX_CANDIDATES, MAX_HITS);
    }

    private Map<String, Object> values(SearchQueryParser.ParsedSearchQuery query, ArticleFilter filter) {
        var values = new HashMap<>(filter.values());
        int year = LocalDate.now(clock).getYear();
        values.put("words", query.tsquery());
        values.put("titles", query.titleTsquery());
        values.put("recent", "'" + SearchIndex.yearLexeme(year) + "' | '" + SearchIndex.yearLexeme(year - 1) + "'");
        return values;
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
                        .map(SearchWords::lexeme).collect(Collectors.joining("':A & '", "'", "':*A"))));
        var inLocale = locale == null ? "" : " and locale = :locale";
        values.put("locale", locale);
        return jdbcQueries.list("""
                select article_id from (
                    (select article_id, 0 as kind, title from search_document
                        where title >= :from and title < :to%1$s order by title, article_id limit %2$d)
                    union all
                    (select article_id, 1, title from search_document
                        where document @@ cast(:words as tsquery)%1$s limit %2$d)) found
                group by article_id order by min(kind), min(title), article_id limit %2$d""".formatted(inLocale, limit),
                values, QUERY_TIMEOUT_SECONDS, r -> r.getObject(1, UUID.class));
    }
}
