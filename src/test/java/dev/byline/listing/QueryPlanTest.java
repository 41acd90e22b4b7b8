package dev.byline.listing;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.byline.paging.PageQuery;
import dev.byline.publication.ListingWriter;
import dev.byline.publication.PublicationService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/**
 * Tests how many rows PostgreSQL reads for the documented lists, by PostgreSQL's own counters of a transaction. All
 * tests share their rows: a test that changes rows leaves the number of articles and places in lists as it was.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryPlanTest extends QueryPlanTestBase {
    private static final int ARTICLES = 4_000;
    private static final int PAGES = ARTICLES / 2;

    @Inject
    PublicationService publications;
    @Inject
    ViewRankings viewRankings;
    @Inject
    ArticleLists lists;
    @Inject
    ListingWriter listingWriter;
    @Inject
    ArticleCounts counts;
    @Inject
    ArticleArchive archive;

    /** Each third row is a page; all pages are pinned, and half of the articles. */
    @Override
    protected void insertRows() throws SQLException {
        category("Top");
        sending(Map.of("name", "Leaf", "parent", "top")).post(ADMIN + "/categories").then().statusCode(201);
        author("Linh");
        publish(draft(Map.of("title", "One", "categories", List.of("leaf"), "authors", List.of("linh"), "tags",
                List.of("Red"), "body", markdown("x"))).getString("id"));
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            for (var sql : List.of("""
                    insert into article_identity (id, translation_group_id, locale, created_at)
                    select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() from generate_series(1, %1$d) i""",
                    """
                            insert into article_slug (locale, slug, article_id, was_published)
                            select 'en', 'n-' || i, md5('n' || i)::uuid, true from generate_series(1, %1$d) i""",
                    """
                            insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned,
                                comments_policy, reading_minutes, first_published_at, published_at, updated_at, kind)
                            select md5('n' || i)::uuid, 'en', 'n-' || i, 'Title ' || i, '', repeat('x', 1500), '',
                                i %% 2 = 0 or i %% 3 = 0, 'open', 1, now(), now() - i * interval '1 hour', now(),
                                case when i %% 3 = 0 then 'page' else 'article' end
                            from generate_series(1, %1$d) i""",
                    """
                            insert into publication_category (article_id, position, category_id)
                            select md5('n' || i)::uuid, 0, c.id from generate_series(1, %1$d) i, category c
                            where c.slug = 'leaf'""",
                    """
                            insert into publication_author (article_id, position, author_id)
                            select md5('n' || i)::uuid, 0, a.id from generate_series(1, %1$d) i, author a""",
                    """
                            insert into publication_tag (article_id, position, tag_id)
                            select md5('n' || i)::uuid, 0, t.id from generate_series(1, %1$d) i, tag t""",
                    """
                            insert into article_counter (article_id, views)
                            select md5('n' || i)::uuid, i %% 100 from generate_series(1, %1$d) i""",
                    """
                            insert into listing (list, article_id, published_at, updated_at, title)
                            select list, article_id, published_at, updated_at, title from listed
                            where article_id not in (select article_id from listing)""",
                    // Ten thousand lists of twenty articles: by far most lists are short, as tags are.
                    """
                            insert into listing (list, article_id, published_at, updated_at, title)
                            select md5('short' || i / 20)::uuid, md5('n' || (1 + i %% %1$d))::uuid, now(), now(), 'x'
                            from generate_series(0, 199999) i""",
                    "analyze")) {
                statement.execute(sql.formatted(ARTICLES + PAGES));
            }
        }
    }

    @Test
    void every_documented_pair_of_filter_and_order_reads_as_many_rows_as_it_shows_at_any_depth() {
        for (var filter : List.of("", "category=top", "category=leaf&exact=true", "tag=red", "author=linh", "locale=en",
                "pinned=true", "pinned=true&locale=en", "tag=red&locale=en")) {
            for (var sort : ArticleOrder.SORTS.keySet()) {
                var query = toArticleQuery(filter);
                query.sort = sort;
                var page = new PageQuery();
                assertCheap(filter + " " + sort, () -> lists.list(query, page));
                page.size = 100;
                for (int i = 0; i < 15; i++) {
                    page.cursor = lists.list(query, page).page().next();
                }
                page.size = 20;
                assertCheap(filter + " " + sort + ", deep", () -> lists.list(query, page));
                query.include = List.of("body", "seo", "metadata", "translations");
                assertCheap(filter + " " + sort + ", deep, with all parts", () -> lists.list(query, page));
            }
        }
    }

    @Test
    void lists_of_pages_and_of_both_kinds_read_as_many_rows_as_they_show_at_any_depth() {
        for (var filter : List.of("", "&category=top", "&tag=red", "&author=linh", "&locale=en", "&pinned=true")) {
            for (var sort : ArticleOrder.SORTS.keySet()) {
                var query = toArticleQuery("kind=page" + filter);
                query.sort = sort;
                var page = new PageQuery();
                assertCheap(query.kind + filter + " " + sort, () -> lists.list(query, page));
                page.size = 100;
                for (int i = 0; i < 15; i++) {
                    page.cursor = lists.list(query, page).page().next();
                }
                page.size = 20;
                assertEquals(20, lists.list(query, page).items().size());
                assertCheap(query.kind + filter + " " + sort + ", deep", () -> lists.list(query, page));
            }
        }
        for (var order : List.of("-publishedAt", "title", "-updatedAt", "pinned,-publishedAt")) {
            var query = new ArticleQuery();
            query.kind = List.of("article", "page");
            query.sort = order;
            var page = new PageQuery();
            assertCheap("both kinds by " + order, () -> lists.list(query, page));
            page.size = 100;
            for (int i = 0; i < 15; i++) {
                page.cursor = lists.list(query, page).page().next();
            }
            page.size = 20;
            assertCheap("both kinds by " + order + ", deep", () -> lists.list(query, page));
        }
    }

    @Test
    void an_article_its_neighbours_and_counts_are_read_by_their_keys() {
        var article = publications.read("n-2000", null, null).article();
        assertCheap("article", () -> publications.read("n-2000", null, null));
        assertCheap("neighbours", () -> lists.neighbors(article.id, "en", article.publishedAt, null));
        assertCheap("related", () -> lists.related(article.id, "en", 5));
        var category = article.categories.get(0).id();
        assertCheap("counts", () -> counts.byCategoryTree(List.of(category)));
        assertEquals(ARTICLES + 1L, counts.byCategoryTree(List.of(category)).get(category));
        assertEquals(ARTICLES + 1, get(API + "/articles?category=top&count=estimated").jsonPath().getInt("page.total"));
    }

    /**
     * Each counted article is one entry of the index of its list, and each month begins with one more. The first and the
     * last article are read before.
     */
    @Test
    void the_archive_reads_only_the_articles_of_one_list_and_no_empty_months() throws SQLException {
        executeLong("update listing set published_at = '0001-01-01' where article_id = md5('n1')::uuid",
                "analyze listing");
        for (var filter : List.of("", "en ", " top", "en top")) {
            var parts = filter.split(" ", 2);
            var locale = parts[0].isEmpty() ? null : parts[0];
            var category = parts.length == 1 || parts[1].isEmpty() ? null : parts[1];
            var months = archive.countByMonth(locale, category).items();
            assertEquals(ARTICLES + 1, months.stream().mapToLong(month -> month.articles()).sum());
            assertCheap("archive '" + filter + "'", ARTICLES + 1 + months.size() + 2,
                    () -> archive.countByMonth(locale, category));
        }
        executeLong("""
                update listing set published_at = p.published_at from publication p
                where p.article_id = listing.article_id and p.slug = 'n-1'""", "analyze listing");
    }

    @Test
    void what_is_new_in_lists_reads_the_counters_of_these_articles_alone() throws SQLException {
        QuarkusTransaction.requiringNew().run(() -> {
            var some = jdbcQueries.list(
                    "delete from listing where article_id in (select article_id from listing where list = "
                            + "md5('pinned:')::uuid limit 400) returning article_id",
                    Map.of(), r -> r.getObject(1, UUID.class));
            var articles = Set.copyOf(some);
            var before = rowsRead();
            listingWriter.insert(articles);
            var after = rowsRead();
            assertEquals(400, articles.size());
            long read = after.get("article_counter rows") - before.get("article_counter rows");
            assertTrue(read <= 400, read + " counters");
        });
    }

    @Test
    void a_generation_of_many_articles_is_made_in_parts_and_seen_as_a_whole() throws SQLException {
        viewRankings.refresh(0);
        var places = "select count(*) from ranking where since <= %1$d and until > %1$d";
        var wrong = "select count(*) from ranking r join article_counter c using (article_id) where r.until = 2147483647 and r.views <> c.views";
        long generation = query("select generation from ranking_generation");
        long listed = query("select count(*) from listing");
        assertEquals(listed, query(places.formatted(generation)));
        executeLong("update article_counter set views = views + 1");
        // A node has crashed after it wrote a part of the next generation.
        executeLong(
                "update ranking set since = %d where until = 2147483647 and article_id < '40000000-0000-0000-0000-000000000000'"
                        .formatted(generation + 1));
        viewRankings.refresh(0);
        assertEquals(generation + 1, query("select generation from ranking_generation"));
        assertEquals(0, query(wrong));
        assertEquals(listed, query(places.formatted(generation + 1)));
        assertEquals(0, query("select count(*) from ranking_due"));
        executeLong(
                "update article_counter set views = views + 1 where article_id < '40000000-0000-0000-0000-000000000000'");
        viewRankings.refresh(0);
        assertEquals(listed, query(places.formatted(generation + 1)), "those who walk through it go on");
        assertEquals(listed, query(places.formatted(generation + 2)));
        assertEquals(0, query(wrong));
    }

    private static List<String> listOf(String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static ArticleQuery toArticleQuery(String filter) {
        var values = new HashMap<String, String>();
        for (var part : filter.split("&")) {
            values.put(part.split("=")[0], part.contains("=") ? part.split("=")[1] : null);
        }
        var query = new ArticleQuery();
        query.category = listOf(values.get("category"));
        query.exact = values.containsKey("exact") ? true : null;
        query.tag = listOf(values.get("tag"));
        query.author = listOf(values.get("author"));
        query.locale = values.get("locale");
        query.pinned = values.containsKey("pinned") ? true : null;
        query.kind = listOf(values.get("kind"));
        return query;
    }
}
