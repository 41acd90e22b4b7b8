package dev.byline.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.article.ArticleRepository.WorkingCopyOrder;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.PageQuery;
import dev.byline.publication.ArticleKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests that the working copies of few pages are found among those of many articles by an index. */
@QuarkusTest
class WorkingCopyPlanTest extends ServiceTest {
    private static final int ARTICLES = 8_000;
    private static final int PAGES = 20;

    @Inject
    ArticleRepository articles;
    @Inject
    JdbcQueries jdbcQueries;

    private long rowsRead() {
        return jdbcQueries.single("""
                select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
                where relname = 'article'""", Map.of(), 0, r -> r.getLong(1));
    }

    @Test
    void a_page_of_pages_reads_as_many_rows_as_it_shows() throws SQLException {
        draft(Map.of("title", "One"));
        executeLong("""
                insert into article_identity (id, translation_group_id, locale, created_at)
                select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() from generate_series(1, %d) i"""
                .formatted(ARTICLES),
                """
                        insert into article_slug (locale, slug, article_id, was_published)
                        select 'en', 'n-' || i, md5('n' || i)::uuid, false from generate_series(1, %d) i"""
                        .formatted(ARTICLES),
                """
                                with made as (
                            insert into article select (jsonb_populate_record(a, jsonb_build_object('id', md5('n' || i)::uuid,
                                'slug', 'n-' || i, 'saved_at', now() - i * interval '1 minute',
                                'kind', case when i %% %d = 0 then 'page' else 'article' end))).*
                            from article a, generate_series(1, %d) i where a.slug = 'one'
                            returning id, content_version)
                        insert into article_revision (article_id, version, content, saved_at, saved_by)
                        select id, content_version, '{}', now(), 'x' from made"""
                        .formatted(ARTICLES / PAGES, ARTICLES),
                "analyze article");
        var query = new WorkingCopyQuery();
        query.kind = ArticleKind.page;
        var page = new PageQuery();
        page.size = 5;
        for (int i = 0; i < PAGES / 5; i++) {
            var found = QuarkusTransaction.requiringNew().call(() -> {
                var before = rowsRead();
                var read = articles.findPage(query, WorkingCopyOrder.SAVED, page, Optional.empty());
                assertTrue(rowsRead() - before <= 20, rowsRead() - before + " rows");
                return read;
            });
            assertEquals(5, found.items().size());
            page.cursor = found.page().next();
        }
        assertEquals(null, page.cursor);
    }
}
