package dev.byline.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.change.ChangeItem.ChangeType;
import dev.byline.change.ChangeReader.ChangeRequest;
import dev.byline.database.JdbcQueries;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/**
 * Tests how many rows PostgreSQL reads for the log of changes, by its own counters of a transaction:
 * {@code -Dbyline.articles=100000} for a large site.
 */
@QuarkusTest
class ChangePlanTest extends ServiceTest {
    private static final int ARTICLES = Integer.getInteger("byline.articles", 10_000);
    private static final List<String> LARGE_TABLES = List.of("publication", "publication_author",
            "publication_category", "publication_tag", "article_identity", "article_slug", "change", "pending_change",
            "stats_change", "author", "tag", "listed_tag");
    /** The rows of each type for one page of 100 and the one after it, with room. */
    private static final int MAX_ROWS_OF_PAGE = 1_500;

    private static final UUID MIDDLE = UUID.fromString("80000000-0000-4000-8000-000000000000");

    @Inject
    JdbcQueries jdbcQueries;
    @Inject
    ChangeReader reader;
    @Inject
    ChangeLogWriter writer;
    @Inject
    ChangeCleanup cleanup;
    @Inject
    Session session;

    @BeforeEach
    void manyArticles() throws SQLException {
        category("Top");
        sending(Map.of("name", "Leaf", "parent", "top")).post(ADMIN + "/categories").then().statusCode(201);
        author("Linh");
        publish(draft(Map.of("title", "One", "categories", List.of("leaf"), "authors", List.of("linh"), "tags",
                List.of("Red"), "body", markdown("x"))).getString("id"));
        var numbers = "from generate_series(1, " + ARTICLES + ") i";
        executeLong(
                "insert into article_identity (id, translation_group_id, locale, created_at) "
                        + "select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() " + numbers,
                "insert into article_slug (locale, slug, article_id, was_published) "
                        + "select 'en', 'n-' || i, md5('n' || i)::uuid, true " + numbers,
                """
                        insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned,
                            comments_policy, reading_minutes, first_published_at, published_at, updated_at)
                        select md5('n' || i)::uuid, 'en', 'n-' || i, 'Title ' || i, '', repeat('x', 1500), '', false, 'open', 1, now(),
                            now() - i * interval '1 hour', now()"""
                        + " " + numbers,
                "insert into publication_category (article_id, position, category_id) "
                        + "select md5('n' || i)::uuid, 0, c.id " + numbers + ", category c where c.slug = 'leaf'",
                "insert into publication_author (article_id, position, author_id) "
                        + "select md5('n' || i)::uuid, 0, a.id " + numbers + ", author a",
                "insert into publication_tag (article_id, position, tag_id) "
                        + "select md5('n' || i)::uuid, 0, t.id " + numbers + ", tag t",
                "insert into tag (id, version, name, name_key, slug, created_at) "
                        + "select md5('t' || i)::uuid, 1, 'T ' || i, 't ' || i, 't-' || i, now() " + numbers,
                "insert into author (id, version, name, slug, created_at) "
                        + "select md5('a' || i)::uuid, 1, 'A ' || i, 'a-' || i, now() " + numbers,
                "insert into pending_stats (article_id) select article_id from publication");
        awaitQuietLog();
        executeLong("vacuum analyze");
    }

    private void awaitQuietLog() throws SQLException {
        for (long left = 1; left > 0;) {
            long before = left;
            Eventually.that(() -> waiting() != before);
            left = waiting();
        }
    }

    private long waiting() throws SQLException {
        return query("""
                select (select count(*) from pending_change) + (select count(*) from pending_stats)
                    + (select count(*) from change_expansion)""");
    }

    @Test
    void a_page_costs_as_much_as_it_shows_at_any_place() throws Exception {
        long last = query("select max(position) from change");
        assertTrue(query("select count(*) from change") > 2L * ARTICLES, "published articles and authors");
        for (var types : List.of(ChangeReader.defaultTypes(), EnumSet.of(ChangeType.menu), EnumSet.of(ChangeType.tag),
                EnumSet.of(ChangeType.stats), EnumSet.allOf(ChangeType.class))) {
            for (var place : List.of(0L, last / 2, last - 1, last)) {
                assertCheap(types + " after " + place, MAX_ROWS_OF_PAGE,
                        () -> reader.read(request(new ChangeToken(place, null, null), types)));
            }
            assertCheap("all " + types, MAX_ROWS_OF_PAGE, () -> reader.read(request(null, types)));
            for (var stage : types) {
                assertCheap("all " + stage + " from the middle", MAX_ROWS_OF_PAGE,
                        () -> reader.read(request(new ChangeToken(last, stage, MIDDLE), types)));
            }
        }
    }

    private static ChangeRequest request(ChangeToken since, Set<ChangeType> types) {
        return new ChangeRequest(since, types, Set.of(), ChangeQuery.MAX_SIZE);
    }

    @Test
    void the_request_that_renames_a_category_is_short_and_all_its_articles_are_logged_afterwards() throws Exception {
        for (var renamed : List.of("categories/top", "tags/red", "authors/linh")) {
            long last = query("select max(position) from change");
            long articles = query("select count(*) from publication");
            long statements = statementsOfRequests(
                    () -> patch(renamed, "*", "{\"name\": \"" + renamed + " again\"}").then()
                            .statusCode(200));
            assertTrue(statements < 40, renamed + " runs " + statements + " statements");
            Eventually.that(() -> query("select count(*) from change where type = '" + type(renamed)
                    + "' and position > " + last) > 0);
            awaitQuietLog();
            assertEquals(articles, query("select count(distinct thing_id) from change where type = 'article' "
                    + "and position > " + last), renamed);
        }
    }

    private static String type(String path) {
        return path.startsWith("categories") ? "category" : path.startsWith("tags") ? "tag" : "author";
    }

    @Test
    void a_batch_of_the_writer_reads_only_what_it_logs() throws Exception {
        int batch = ChangeLogWriter.BATCH_SIZE;
        // Each article in the middle of a long backlog, and in the middle of a renamed category, tag or author.
        assertWriterCheap("a backlog", 4 * batch, """
                insert into pending_change (type, change, thing_id, slug, locale)
                select 'article', 'updated', article_id, slug, locale from publication""");
        for (var type : List.of("category", "tag", "author")) {
            assertWriterCheap("a renamed " + type, 4 * batch, """
                    insert into change_expansion (type, thing_id, after_article, xid, at)
                    select '%1$s', id, '%2$s', pg_current_xact_id(), now() from %1$s
                    where slug in ('top', 'red', 'linh')""".formatted(type, MIDDLE));
        }
        assertWriterCheap("links of a tag", 100, """
                insert into pending_change (type, change, thing_id) select 'tag', 'linked', id from tag
                where slug = 'red'""");
        assertWriterCheap("counters", 4 * batch, "insert into pending_stats select article_id from publication");
        // One row is left for the end of the log.
        execute("update change set at = at - interval '31 days' where position < 100");
        cleanup.deleteExpired();
        assertEquals(0, query("select count(*) from change where position < 100"));
    }

    /** Runs the writer once after a change in the same transaction, which is undone in the end. */
    private void assertWriterCheap(String what, long maxRows, String change) throws SQLException {
        QuarkusTransaction.begin();
        try {
            session.createNativeQuery("select pg_advisory_xact_lock(hashtext('byline:changes'))", Object.class)
                    .getSingleResult();
            session.createNativeMutationQuery(change).executeUpdate();
            assertReadsLittle(what, maxRows,
                    () -> assertEquals(ChangeLogWriter.LogOutcome.written, writer.writeNext(), what));
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void assertCheap(String what, long maxRows, Runnable read) {
        QuarkusTransaction.requiringNew().run(() -> assertReadsLittle(what, maxRows, read));
    }

    private void assertReadsLittle(String what, long maxRows, Runnable read) {
        var before = rowsRead();
        read.run();
        var found = new TreeMap<String, Long>();
        rowsRead().forEach((counter, after) -> found.put(counter, after - before.get(counter)));
        for (var table : LARGE_TABLES) {
            assertTrue(found.get(table) <= maxRows, what + " reads " + found.get(table) + " rows of " + table);
        }
    }

    /** Reads, for this transaction only, how many rows of each table were read. */
    private Map<String, Long> rowsRead() {
        var counts = new HashMap<String, Long>();
        jdbcQueries.list("select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables",
                Map.of(), row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }
}
