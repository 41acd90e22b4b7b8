package dev.byline.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;

/** Orders of the lists of published articles, named as in the API. Each order is a column that every list repeats. */
enum ArticleOrder {
    publishedAt("published_at", Keyset::parseTime, JdbcQueries::readTime),
    updatedAt("updated_at", Keyset::parseTime, JdbcQueries::readTime),
    title("title", key -> key, ResultSet::getString),
    views("views", Keyset.RankingKey::parse, null),
    views1d("views1d", Keyset.RankingKey::parse, null),
    views7d("views7d", Keyset.RankingKey::parse, null),
    views30d("views30d", Keyset.RankingKey::parse, null);

    /** Reads the column with this name. */
    @FunctionalInterface
    private interface KeyReader {
        Object read(ResultSet row, String column) throws SQLException;
    }

    final String column;
    final Function<String, Object> parseKey;
    private final KeyReader keyReader;

    ArticleOrder(String column, Function<String, Object> parseKey, KeyReader keyReader) {
        this.column = column;
        this.parseKey = parseKey;
        this.keyReader = keyReader;
    }

    /** Tells whether the order is a ranking by views, in which articles change places although no article is edited. */
    boolean isRanking() {
        return keyReader == null;
    }

    /** Reads the sort key from the column {@code key} of a row in a list of this order. */
    Object readKey(ResultSet row, int generation) throws SQLException {
        return isRanking()
                ? new Keyset.RankingKey(generation, row.getLong("key"))
                : keyReader.read(row, "key");
    }
}
