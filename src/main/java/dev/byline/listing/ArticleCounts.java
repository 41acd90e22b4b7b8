package dev.byline.listing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.byline.database.JdbcQueries;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts published articles by category, tag and author. */
@ApplicationScoped
public class ArticleCounts {
    /** SQL that counts the articles of the list with this key: its counter, and the changes not added to it yet. */
    static final String LIST_COUNT_SQL = """
            coalesce((select articles from list_count where list = %1$s), 0)
            + coalesce((select sum(articles) from list_change where list = %1$s), 0)""";

    private final JdbcQueries jdbcQueries;

    ArticleCounts(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    /** Counts the live articles in each category, by category id; categories without articles are missing. */
    public Map<UUID, Long> byCategory(Collection<UUID> ids) {
        return counts("exact:", ids);
    }

    /**
     * Counts the live articles in each category and the categories below it, each article once, by category id;
     * categories without articles are missing.
     */
    public Map<UUID, Long> byCategoryTree(Collection<UUID> ids) {
        return counts("category:", ids);
    }

    /** Counts the live articles with each tag, by tag id; tags without articles are missing. */
    public Map<UUID, Long> byTag(Collection<UUID> ids) {
        return counts("tag:", ids);
    }

    /** Counts the live articles by each author, by author id; authors without articles are missing. */
    public Map<UUID, Long> byAuthor(Collection<UUID> ids) {
        return counts("author:", ids);
    }

    /**
     * Counts the articles of the lists that the prefix and each id name, by id; ids of empty lists are missing. One
     * statement.
     */
    private Map<UUID, Long> counts(String prefix, Collection<UUID> ids) {
        var counts = new HashMap<UUID, Long>();
        jdbcQueries.list("""
                select i.id, %s from unnest(:ids) as i (id)
                cross join lateral (select md5(:prefix || i.id || ':')::uuid as list) k"""
                .formatted(LIST_COUNT_SQL.formatted("k.list")),
                Map.of("ids", ids.toArray(UUID[]::new), "prefix", prefix),
                r -> counts.put(r.getObject(1, UUID.class), r.getLong(2)));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }
}
