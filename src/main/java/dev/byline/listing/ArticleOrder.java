package dev.byline.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.Keyset;
import dev.byline.paging.Sort;

/** Orders of the lists of published articles. Each order is one or two columns that every list repeats. */
enum ArticleOrder {
    publishedAt(List.of("published_at"), Keyset::parseTime, JdbcQueries::readTime),
    updatedAt(List.of("updated_at"), Keyset::parseTime, JdbcQueries::readTime),
    title(List.of("title"), key -> key, ResultSet::getString),
    views(List.of("views"), Keyset.RankingKey::parse, null),
    views1d(List.of("views1d"), Keyset.RankingKey::parse, null),
    views7d(List.of("views7d"), Keyset.RankingKey::parse, null),
    views30d(List.of("views30d"), Keyset.RankingKey::parse, null),
    /** The pinned articles first; only descending, that is newest first among the pinned and among the others. */
    pinnedFirst(List.of("pinned", "published_at"), Keyset.PinnedKey::parse, ArticleOrder::readPinnedKey);

    /** The order of a list whose request names none. */
    static final String DEFAULT_SORT = "-publishedAt";
    /** The orders by the values of the parameter {@code sort}. */
    static final Map<String, Sort<ArticleOrder>> SORTS = createSorts();

    /** Reads the column with this name, the last column of the order. */
    @FunctionalInterface
    private interface KeyReader {
        Object read(ResultSet row, String column) throws SQLException;
    }

    private static final String KEY = "key";
    private static final String FIRST_KEY = "first_key";

    private final List<String> columns;
    final Function<String, Object> parseKey;
    private final KeyReader keyReader;

    ArticleOrder(List<String> columns, Function<String, Object> parseKey, KeyReader keyReader) {
        this.columns = columns;
        this.parseKey = parseKey;
        this.keyReader = keyReader;
    }

    private static Map<String, Sort<ArticleOrder>> createSorts() {
        var sorts = new LinkedHashMap<String, Sort<ArticleOrder>>();
        for (var order : values()) {
            if (order == pinnedFirst) {
                sorts.put("pinned,-publishedAt", new Sort<>(order, true));
            } else {
                sorts.put(order.name(), new Sort<>(order, false));
                sorts.put("-" + order.name(), new Sort<>(order, true));
            }
        }
        return Collections.unmodifiableMap(sorts);
    }

    /** Parses the value of {@code sort}; null gives the default order, an unknown value is a 400. */
    static Sort<ArticleOrder> parse(String sort) {
        return SORTS.get(AllowedValues.requireOne("sort", sort == null ? DEFAULT_SORT : sort, SORTS.keySet()));
    }

    /** Tells whether the order is a ranking by views, in which articles change places although no article is edited. */
    boolean isRanking() {
        return keyReader == null;
    }

    /** Tells whether the order is that of a single column. */
    boolean isByColumn(String column) {
        return columns.equals(List.of(column));
    }

    /** Returns the columns of the order in a row {@code l} of a list, separated by commas. */
    String columns() {
        return "l." + String.join(", l.", columns);
    }

    /** Returns the columns of the order with the names that {@link #keys} refers to. */
    String columnsAsKeys() {
        return columns.size() == 1
                ? "l." + columns.get(0) + " as " + KEY
                : "l." + columns.get(0) + " as " + FIRST_KEY + ", l." + columns.get(1) + " as " + KEY;
    }

    /** Returns the columns of the order in a query around the rows of a list, separated by commas. */
    String keys(String alias) {
        return (columns.size() == 1 ? "" : alias + "." + FIRST_KEY + ", ") + alias + "." + KEY;
    }

    /** Reads the sort key from the columns {@link #keys} of a row in a list of this order. */
    Object readKey(ResultSet row, int generation) throws SQLException {
        return isRanking()
                ? new Keyset.RankingKey(generation, row.getLong(KEY))
                : keyReader.read(row, KEY);
    }

    private static Object readPinnedKey(ResultSet row, String column) throws SQLException {
        return new Keyset.PinnedKey(row.getBoolean(FIRST_KEY), JdbcQueries.readTime(row, column));
    }
}
