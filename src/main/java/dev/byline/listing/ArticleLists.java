package dev.byline.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.category.CategoryService;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.publication.ArticlePart;
import dev.byline.publication.ArticleSummaries;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationReader;
import dev.byline.publication.PublicationRow;
import dev.byline.stats.Stats;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads pages of the lists of published articles. A list in one of the orders is a range of an index of
 * {@code listing} or {@code ranking}, so any page of the list costs the same. Other combinations of filters are
 * searched for, with a time limit.
 */
@ApplicationScoped
public class ArticleLists {
    /** Maximum time in seconds of a query with a combination of filters, and of an exact count. */
    private static final int QUERY_TIMEOUT_SECONDS = 3;
    private static final int MAX_CANDIDATES_PER_LIST = 100;

    private final JdbcQueries jdbcQueries;
    private final ViewRankings viewRankings;
    private final PublicationReader publicationReader;
    private final ArticleSummaries summaries;
    private final ArticleFilterFactory filters;
    private final CategoryService categories;
    private final ObjectMapper json;

    ArticleLists(JdbcQueries jdbcQueries, ViewRankings viewRankings, PublicationReader publicationReader,
            ArticleSummaries summaries, ArticleFilterFactory filters, CategoryService categories, ObjectMapper json) {
        this.jdbcQueries = jdbcQueries;
        this.viewRankings = viewRankings;
        this.publicationReader = publicationReader;
        this.summaries = summaries;
        this.filters = filters;
        this.categories = categories;
        this.json = json;
    }

    /** Reads one page of live articles. */
    public Page<ArticleSummary> list(ArticleQuery query, PageQuery page) {
        var parts = ArticlePart.parse(query.include);
        var rows = query.sort == null && !query.ids.isEmpty()
                ? pageInOrderOfIds(page, query.ids, filters.create(query), parts)
                : page(page, filters.create(query), ArticleOrder.parse(query.sort), parts);
        var found = parts.isEmpty() ? createFromKept(rows.items()) : createWithParts(rows.items());
        // An article may have been unpublished since the page was read.
        return new Page<>(rows.items().stream().map(row -> found.get(row.id)).filter(Objects::nonNull).toList(),
                rows.page());
    }

    /** An article of a page; {@code row} is null in a list without further parts. */
    private record ListedArticle(UUID id, Object key, Stats stats, PublicationRow row) {}

    /** Creates the articles from the rows, because their parts are not kept in memory. */
    private Map<UUID, ArticleSummary> createWithParts(List<ListedArticle> page) {
        var refs = publicationReader.findRefs(page.stream().map(ListedArticle::id).toList());
        var media = publicationReader.findMedia(page.stream().map(ListedArticle::row).toList());
        return page.stream().collect(Collectors.toMap(ListedArticle::id,
                listed -> new ArticleSummary(listed.row, refs.get(listed.id), media)));
    }

    private Map<UUID, ArticleSummary> createFromKept(List<ListedArticle> page) {
        return summaries.create(page.stream().collect(Collectors.toMap(ListedArticle::id, ListedArticle::stats)));
    }

    /** Reads one page. One statement, one more for a ranking, one more for a count. */
    private Page<ListedArticle> page(PageQuery query, ArticleFilter filter, Sort<ArticleOrder> sort,
            Set<ArticlePart> parts) {
        var order = sort.key();
        var keys = new Keyset<>(query, "articles " + filter + sort, sort.descending(), order.parseKey);
        int generation = order.isRanking()
                ? viewRankings.resolveGeneration(keys.startKey().map(start -> ((Keyset.RankingKey) start).generation()))
                : 0;
        var lists = filter.listKeys();
        boolean singleList = lists.length == 1;
        boolean indexRange = filter.isIndexRange(order);
        var rows = """
                select l.article_id, %s from %s l where l.list = %s%s%s%s""".formatted(order.columnsAsKeys(),
                order.isRanking() ? "ranking" : "listing",
                singleList ? indexRange ? ":list" : "(" + ArticleFilter.uuidArrayLiteral(lists) + ")[1]" : "o.list",
                order.isRanking() ? " and l.since <= :generation and l.until > :generation" : "",
                filter.conditions(!order.isRanking()), keys.seekCondition(order.columns(), "l.article_id"))
                + keys.orderBy(order.columns(), "l.article_id");
        if (!singleList) {
            // An article that is in several of the lists is returned once.
            rows = "select x.article_id, " + order.keys("x") + " from unnest(:list) as o (list) cross join lateral ("
                    + rows + keys.prefixLimitClause(indexRange) + ") x group by x.article_id, " + order.keys("x")
                    + keys.orderBy(order.keys("x"), "x.article_id");
        }
        var sql = select(parts, ", " + order.keys("l"),
                "from (" + rows + keys.limitClause(singleList && indexRange) + ") l",
                keys.orderBy(order.keys("l"), "l.article_id") + keys.outerLimitClause());
        var values = keys.parameters();
        values.putAll(filter.values());
        values.put("list", singleList ? lists[0] : lists);
        values.put("generation", generation);
        var found = jdbcQueries.list(sql, values, indexRange ? 0 : QUERY_TIMEOUT_SECONDS,
                r -> read(r, order.readKey(r, generation), parts));
        return keys.toPage(found, ListedArticle::key, ListedArticle::id, () -> count(query, filter));
    }

    private static String select(Set<ArticlePart> parts, String extraColumns, String from, String suffix) {
        return parts.isEmpty()
                ? PublicationReader.selectStats(extraColumns, from, suffix)
                : PublicationReader.select(parts, extraColumns, from, suffix);
    }

    private ListedArticle read(ResultSet r, Object key, Set<ArticlePart> parts) throws SQLException {
        return new ListedArticle(r.getObject("article_id", UUID.class), key, PublicationReader.readStats(r),
                parts.isEmpty() ? null : publicationReader.read(r, parts));
    }

    /** Reads one page of the articles that the client named by their ids. Two statements. */
    private Page<ListedArticle> pageInOrderOfIds(PageQuery query, List<String> ids, ArticleFilter filter,
            Set<ArticlePart> parts) {
        var found = jdbcQueries.list("select distinct l.article_id from listing l where l.list = any("
                + ArticleFilter.uuidArrayLiteral(filter.listKeys()) + ")" + filter.conditions(true), filter.values(),
                QUERY_TIMEOUT_SECONDS, r -> r.getObject(1, UUID.class));
        var page = Keyset.pageInOrderOf(IdAndSlugQuery.ids("ids", ids), query, "articles " + filter, found,
                Function.identity());
        var rows = new HashMap<UUID, ListedArticle>();
        jdbcQueries.list(select(parts, "", "from unnest(:articles) as l (article_id)", ""),
                Map.of("articles", page.items().toArray(UUID[]::new)),
                r -> rows.put(r.getObject("article_id", UUID.class), read(r, null, parts)));
        // An article may have been unpublished between the two statements.
        return new Page<>(page.items().stream().map(rows::get).filter(Objects::nonNull).toList(), page.page());
    }

    private long count(PageQuery query, ArticleFilter filter) {
        var lists = filter.listKeys();
        if (filter.isSingleList()) {
            return jdbcQueries.single("select " + ArticleCounts.LIST_COUNT_SQL.formatted(":list"),
                    Map.of("list", lists[0]), 0,
                    r -> r.getLong(1));
        }
        var matching = " from listing l where l.list = any(" + ArticleFilter.uuidArrayLiteral(lists) + ")"
                + filter.conditions(true);
        var values = filter.values();
        if (query.count == PageQuery.Count.estimated) {
            // Several lists may contain the same article, so the estimate may be too high.
            return jdbcQueries.single("explain (format json) select 1" + matching, values, 0,
                    r -> plannedRows(r.getString(1)));
        }
        return jdbcQueries.single("select count(distinct l.article_id)" + matching, values, QUERY_TIMEOUT_SECONDS,
                r -> r.getLong(1));
    }

    private long plannedRows(String plan) {
        try {
            return json.readTree(plan).get(0).get("Plan").get("Plan Rows").asLong();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds the articles of this locale that are most similar to an article, most similar first: shared tags count
     * most, then a shared category, then recency. Candidates are the 100 newest articles of each tag and category. One
     * statement.
     */
    public List<UUID> related(UUID article, String locale, int limit) {
        return jdbcQueries.list("""
                select c.article_id from (
                    select x.article_id, x.published_at, 1 as tag, 0 as category from publication_tag t
                    cross join lateral (
                        select l.article_id, l.published_at from listing l
                        where l.list = cast(md5('tag:' || t.tag_id || ':' || :locale) as uuid)
                        order by l.published_at desc, l.article_id desc limit :candidates) x
                    where t.article_id = :article
                    union all
                    select x.article_id, x.published_at, 0, 1 from publication_category t
                    cross join lateral (
                        select l.article_id, l.published_at from listing l
                        where l.list = cast(md5('exact:' || t.category_id || ':' || :locale) as uuid)
                        order by l.published_at desc, l.article_id desc limit :candidates) x
                    where t.article_id = :article) c
                where c.article_id <> :article group by c.article_id
                order by sum(c.tag) desc, sum(c.category) desc, max(c.published_at) desc, c.article_id desc
                limit :most""",
                Map.of("article", article, "locale", locale, "candidates", MAX_CANDIDATES_PER_LIST, "most",
                        limit),
                r -> r.getObject(1, UUID.class));
    }

    /**
     * Finds the articles published right before and right after an article in its locale: among all articles, or among
     * the articles in a category and the categories below it.
     */
    public Neighbors<UUID> neighbors(UUID article, String locale, Instant publishedAt, String category) {
        // Only one category is allowed: the query reads along the list of that category.
        var list = category == null
                ? "all:"
                : "category:" + categories
                        .resolveFilter("category", AllowedValues.split("category", List.of(category), 1)).get(0) + ":";
        var side = """
                (select '%1$s' as side, l.article_id from listing l where l.list = :list
                and (l.published_at, l.article_id) %2$s (:at, :article)
                order by l.published_at %3$s, l.article_id %3$s limit 1)""";
        var found = new HashMap<String, UUID>();
        jdbcQueries.list(side.formatted("previous", "<", "desc") + " union all " + side.formatted("next", ">", "asc"),
                Map.of("list", ArticleFilter.listKey(list, locale), "at", publishedAt, "article", article),
                r -> found.put(r.getString(1), r.getObject(2, UUID.class)));
        return new Neighbors<>(found.get("previous"), found.get("next"));
    }
}
