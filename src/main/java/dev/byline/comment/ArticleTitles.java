package dev.byline.comment;

import java.util.AbstractMap.SimpleEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.database.JdbcQueries;
import jakarta.inject.Singleton;

/** Reads the titles of the articles that comments belong to, for moderators. */
@Singleton
class ArticleTitles {
    private final JdbcQueries jdbcQueries;

    ArticleTitles(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    /** Returns the titles of the working copies by id; one statement. */
    Map<UUID, String> find(Collection<UUID> articles) {
        return articles.isEmpty()
                ? Map.of()
                : jdbcQueries.list("select id, title from article where id = any(:ids)",
                        Map.of("ids", articles.stream().distinct().toArray(UUID[]::new)),
                        row -> new SimpleEntry<>(row.getObject(1, UUID.class), row.getString(2))).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Converts a comment for moderators, with the title of its article. */
    ModeratedComment withTitle(Comment comment) {
        return new ModeratedComment(comment, find(List.of(comment.articleId)));
    }
}
