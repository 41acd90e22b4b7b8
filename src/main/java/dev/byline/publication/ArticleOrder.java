package dev.byline.publication;

import java.util.function.Function;

import dev.byline.paging.Keyset;

/** What lists of published articles are ordered by, as the contract names it. Each is a column that lists repeat. */
enum ArticleOrder {
    publishedAt("published_at", Keyset::parseTime, PublicationRow::publishedAt),
    updatedAt("updated_at", Keyset::parseTime, PublicationRow::updatedAt),
    title("title", key -> key, PublicationRow::title),
    views("views", Keyset.RankingKey::parse, null),
    views1d("views1d", Keyset.RankingKey::parse, null),
    views7d("views7d", Keyset.RankingKey::parse, null),
    views30d("views30d", Keyset.RankingKey::parse, null);

    final String column;
    final Function<String, Object> parseKey;
    private final Function<PublicationRow, Object> key;

    ArticleOrder(String column, Function<String, Object> parseKey, Function<PublicationRow, Object> key) {
        this.column = column;
        this.parseKey = parseKey;
        this.key = key;
    }

    /** Whether the order is a ranking, which moves without anybody changing an article. */
    boolean isRanking() {
        return key == null;
    }

    /** Where a row stands in an order that does not move. */
    Object key(PublicationRow row) {
        return key.apply(row);
    }
}
