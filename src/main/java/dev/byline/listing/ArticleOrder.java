package dev.byline.listing;

import java.util.function.Function;

import dev.byline.paging.Keyset;
import dev.byline.publication.PublicationRow;
import dev.byline.publication.PublishedContent;

/** Orders of the lists of published articles, named as in the API. Each order is a column that every list repeats. */
enum ArticleOrder {
    publishedAt("published_at", Keyset::parseTime, content -> content.publishedAt),
    updatedAt("updated_at", Keyset::parseTime, content -> content.updatedAt),
    title("title", key -> key, content -> content.title),
    views("views", Keyset.RankingKey::parse, null),
    views1d("views1d", Keyset.RankingKey::parse, null),
    views7d("views7d", Keyset.RankingKey::parse, null),
    views30d("views30d", Keyset.RankingKey::parse, null);

    final String column;
    final Function<String, Object> parseKey;
    private final Function<PublishedContent, Object> key;

    ArticleOrder(String column, Function<String, Object> parseKey, Function<PublishedContent, Object> key) {
        this.column = column;
        this.parseKey = parseKey;
        this.key = key;
    }

    /** Tells whether the order is a ranking by views, in which articles change places although no article is edited. */
    boolean isRanking() {
        return key == null;
    }

    /** Returns the sort key of a row in a list of this order. */
    Object key(PublicationRow row) {
        return isRanking() ? row.rank() : key.apply(row.content());
    }
}
