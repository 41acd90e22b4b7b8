package dev.byline.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.byline.paging.PageQuery;
import dev.byline.search.ArticleSearch;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests how many rows PostgreSQL reads for searches on a large site. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPlanTest extends QueryPlanTestBase {
    private static final int ARTICLES = 12_000;

    @Inject
    ArticleSearch search;
    @Inject
    SearchQueryParser searchQueryParser;

    /** One article in each nine hours: two months have 160, and at most two years have 1,950. */
    @Override
    protected void insertRows() throws SQLException {
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            for (var sql : List.of("""
                    insert into article_identity (id, translation_group_id, locale, created_at)
                    select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() from generate_series(1, %1$d) i""",
                    """
                            insert into article_slug (locale, slug, article_id, was_published)
                            select 'en', 'n-' || i, md5('n' || i)::uuid, true from generate_series(1, %1$d) i""",
                    """
                            insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned,
                                comments_policy, reading_minutes, first_published_at, published_at, updated_at)
                            select md5('n' || i)::uuid, 'en', 'n-' || i, 'Title ' || i, '', '', '', false, 'open', 1,
                                now(), now() - i * interval '9 hours', now() from generate_series(1, %1$d) i""",
                    """
                            insert into search_document (article_id, locale, title, version, published_at, updated_at,
                                document)
                            select article_id, locale, lower(title), 3, published_at, updated_at,
                                to_tsvector('simple', title || ' a common text') || array_to_tsvector(array['^title',
                                    to_char(published_at at time zone 'UTC', '"~"YYYY'),
                                    to_char(published_at at time zone 'UTC', '"~"YYYY-MM')])
                            from publication p""",
                    "analyze")) {
                statement.execute(sql.formatted(ARTICLES));
            }
        }
        changeTracker.markAllChanged();
    }

    @Override
    protected List<String> largeTables() {
        return List.of("search_document", "publication");
    }

    @Test
    void words_that_all_articles_have_are_looked_for_in_the_newest_articles() {
        for (var q : List.of("common", "title", "common text", "common te", "title common", "c")) {
            var query = searchQueryParser.parse(q, "en");
            var page = new PageQuery();
            search.hits(query, query, new ArticleQuery(), page, 100);
            assertCheap(q, 2_500, () -> assertEquals(20,
                    search.hits(query, query, new ArticleQuery(), page, 100).items().size(), q));
        }
    }

    @Test
    void suggestions_read_as_many_rows_as_they_show() {
        for (var q : List.of("t", "title", "title 1", "title 11")) {
            assertCheap(q, 40, () -> assertEquals(10, search.suggestions(q, null, 10).size()));
        }
    }
}
