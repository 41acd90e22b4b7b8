package dev.byline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Migrates data of earlier versions, in a schema of its own, and checks that all data is still there. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MigrationTest {
    private static final String SCHEMA = "byline_test_migration";

    @Inject
    DataSource database;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = database.getConnection();
        run("drop schema if exists " + SCHEMA + " cascade");
        migrate("1");
        run("set search_path to " + SCHEMA);
    }

    @AfterEach
    void close() throws SQLException {
        run("drop schema " + SCHEMA + " cascade");
        run("reset search_path");
        connection.close();
    }

    @Test
    void articles_of_the_first_version_have_revisions_and_readers_see_what_they_saw() throws SQLException {
        run("insert into category values ('00000000-0000-7000-8000-0000000000c1', 1, 'news', 'News', null, now()),"
                + " ('00000000-0000-7000-8000-0000000000c2', 1, 'art', 'Art', null, now())");
        run("insert into tag values ('00000000-0000-7000-8000-0000000000d1', 1, 'xai', 'xAI', 'xai', now())");
        article("01", "never_published", 4, 3, null, "Draft");
        article("02", "live", 5, 2, "2", "Live");
        publication("02", "Live");
        article("03", "live", 7, 5, "3", "Changed");
        publication("03", "As readers see it");
        article("04", "unpublished", 6, 2, "2", "Gone");
        article("05", "trashed", 6, 3, "2", "Rubbish");
        run("insert into article_tag values ('" + id("03") + "', 0, '00000000-0000-7000-8000-0000000000d1')");
        migrate("latest");

        assertEquals(6, one("select count(*) from article_revision"));
        assertEquals(5, one("select count(*) from article a join article_revision r on r.article_id = a.id"
                + " and r.version = a.content_version where a.content_version = a.version"
                + " and r.content ->> 'title' = a.title and r.content #>> '{body,source}' = 'Text.'"));
        assertEquals(1, one("select count(*) from article where id = '" + id("02")
                + "' and published_content_version = 5"));
        assertEquals(1, one("select count(*) from article a join article_revision r on r.article_id = a.id"
                + " and r.version = a.published_content_version where a.id = '" + id("03")
                + "' and r.version = 0 and r.content ->> 'title' = 'As readers see it'"
                + " and r.content #>> '{body,format}' = 'html' and r.content #>> '{categories,0}' like '%c1'"));
        assertEquals(1, one("select count(*) from article_revision where article_id = '" + id("03")
                + "' and version = 7 and content #>> '{tags,0}' like '%d1' and content ->> 'publishedAt' ="
                + " '2023-07-14T00:00:00.123Z'"));
        assertEquals(1, one("select count(*) from article where id = '" + id("04")
                + "' and published_content_version = 6"));
        assertEquals(1, one("select count(*) from article where id = '" + id("05")
                + "' and published_content_version is null"));
        assertEquals(5, one("select count(*) from article_identity where locale = 'en'"));
    }

    @Test
    void keys_of_earlier_versions_keep_their_names_roles_and_hashes() throws SQLException {
        run("insert into api_key values (gen_random_uuid(), 'admin', 'admin', sha256('one'), now()),"
                + " (gen_random_uuid(), 'environment', 'admin', sha256('two'), now()),"
                + " (gen_random_uuid(), 'editor', 'editor', sha256('three'), now())");
        run("insert into audit_entry (at, actor, action, entity, entity_id)"
                + " values (now(), 'admin', 'tag.create', 'tag', 'x')");
        migrate("latest");
        assertEquals(3, one("select count(*) from api_key where account_id is null and scopes is null"
                + " and expires_at is null and version = 1 and role is not null"));
        // As the start of the service does with BYLINE_ADMIN_KEY.
        run("insert into api_key (id, name, role, hash, created_at) values (gen_random_uuid(), 'environment', 'admin',"
                + " sha256('four'), now()) on conflict (name) where account_id is null"
                + " do update set hash = excluded.hash");
        assertEquals(1, one("select count(*) from api_key where name = 'environment' and hash = sha256('four')"));
        assertEquals(1, one("select count(*) from audit_entry where changes is null and account_id is null"));
    }

    @Test
    void comments_of_the_first_version_are_counted_found_and_shown() throws SQLException {
        migrate("7");
        run("insert into article_identity (id, translation_group_id, locale, created_at) values ('" + id("01")
                + "', gen_random_uuid(), 'en', now())");
        run("insert into article_comment_counter values ('" + id("01") + "', 2)");
        comment("a1", null, "approved");
        comment("a2", "a1", "approved");
        comment("a3", "a1", "pending");
        migrate("latest");

        assertEquals(2, one("select count(*) from comment where shown"));
        assertEquals(1, one("select count(*) from comment where waiting and id = '" + id("a3") + "'"));
        assertEquals(1, one("select reply_count from comment where id = '" + id("a1") + "'"));
        assertEquals(3, one("select count(*) from comment where author_email_norm = 'mai@example.com'"
                + " and words @@ plainto_tsquery('simple', 'mai text') and moved_at = created_at"));
        run("update comment set state = 'approved' where id = '" + id("a3") + "'");
        assertEquals(3, one("select approved from article_comment_counter"));
    }

    private void comment(String n, String parent, String state) throws SQLException {
        var above = parent == null ? "null" : "'" + id(parent) + "'";
        run("insert into comment values ('" + id(n) + "', 1, '" + id("01") + "', " + above + ", " + above + ", '"
                + id("a1") + "', " + (parent == null ? 1 : 2) + ", '" + state
                + "', false, false, 'Mai', 'Mai@Example.com ', null, 'Text', '<p>Text</p>', now())");
    }

    @Test
    void counters_of_before_keep_their_views_and_know_which_of_them_no_day_has() throws SQLException {
        migrate("7");
        for (var n : new String[]{ "01", "02", "03" }) {
            run("insert into article_identity (id, translation_group_id, locale, created_at) values ('" + id(n)
                    + "', gen_random_uuid(), 'en', now())");
        }
        run("insert into article_counter (article_id, views) values ('" + id("01") + "', 8), ('" + id("02")
                + "', 0), ('" + id("03") + "', 5)");
        run("insert into article_view_day (article_id, day, views) values ('" + id("01") + "', '2026-01-01', 3), ('"
                + id("02") + "', '2026-01-01', 2), ('" + id("02") + "', '2026-01-02', 2)");
        run("delete from ranking_due");
        migrate("latest");

        assertEquals(8, one("select views from article_counter where base = 5 and article_id = '" + id("01") + "'"));
        assertEquals(0, one("select views from article_counter where base = -4 and article_id = '" + id("02") + "'"));
        assertEquals(5, one("select views from article_counter where base = 5 and article_id = '" + id("03") + "'"));
        assertEquals(3, one("select count(*) from ranking_due"), "rankings have windows that they did not have");
        assertEquals(0, one("select sum(visitor_days) from article_counter"));
    }

    @Test
    void articles_that_were_pinned_before_come_first_in_lists() throws SQLException {
        migrate("35");
        for (var n : new String[]{ "01", "02", "03" }) {
            run("insert into article_identity (id, translation_group_id, locale, created_at) values ('" + id(n)
                    + "', gen_random_uuid(), 'en', now())");
            run("insert into article_slug values ('en', 'slug-" + n + "', '" + id(n) + "', true)");
            run("insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned,"
                    + " comments_policy, reading_minutes, first_published_at, published_at, updated_at) values ('"
                    + id(n) + "', 'en', 'slug-" + n + "', 'Title', '', '', '', " + n.equals("02")
                    + ", 'open', 1, now(), now(), now())");
        }
        // The statement of the previous release, before and after the migration.
        var insert = "insert into listing (list, article_id, published_at, updated_at, title)"
                + " select list, article_id, published_at, updated_at, title from listed where article_id = '%s'";
        run(insert.formatted(id("01")));
        run(insert.formatted(id("02")));
        migrate("latest");
        assertEquals(4, one("select count(*) from listing where pinned and article_id = '" + id("02") + "'"));
        assertEquals(4, one("select count(*) from listing where pinned"));
        run("update publication set pinned = true where article_id = '" + id("03") + "'");
        run(insert.formatted(id("03")));
        assertEquals(8, one("select count(*) from listing where pinned"));
        run("update publication set pinned = false where article_id = '" + id("03") + "'");
        run("delete from listing l where article_id = '" + id("03")
                + "' and not exists (select 1 from listed w where w.article_id = l.article_id and w.list = l.list)");
        assertEquals(2, one("select count(*) from listing where not pinned and article_id = '" + id("03") + "'"));
        assertEquals(4, one("select count(*) from listing where pinned"));
    }

    private void article(String n, String state, int version, int content, String published, String title)
            throws SQLException {
        run("insert into article_identity values ('" + id(n) + "', gen_random_uuid(), now())");
        run("insert into article_slug values ('en', 'slug-" + n + "', '" + id(n) + "', true)");
        run("insert into article (id, version, content_version, published_content_version, state, locale, slug, title,"
                + " body_format, body_source, body_html, body_text, pinned, comments_policy, published_at, created_at,"
                + " saved_at) values ('" + id(n) + "', " + version + ", " + content + ", " + published + ", '" + state
                + "', 'en', 'slug-" + n + "', '" + title + "', 'markdown', 'Text.', '<p>Text.</p>', 'Text.', false,"
                + " 'open', '2023-07-14T07:00:00.123+07:00', now(), now())");
        run("insert into article_category values ('" + id(n) + "', 0, '00000000-0000-7000-8000-0000000000c1')");
    }

    private void publication(String n, String title) throws SQLException {
        run("insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned, comments_policy,"
                + " reading_minutes, first_published_at, published_at, updated_at) values ('" + id(n)
                + "', 'en', 'slug-" + n + "', '" + title + "', '', '<p>Text.</p>', 'Text.', false, 'open', 1, now(),"
                + " now(), now())");
        run("insert into publication_category values ('" + id(n)
                + "', 0, '00000000-0000-7000-8000-0000000000c1', now())");
    }

    private static String id(String n) {
        return "00000000-0000-7000-8000-0000000000" + n;
    }

    private void migrate(String target) {
        var config = ConfigProvider.getConfig();
        var url = config.getValue(ConnectionSettings.JDBC_URL, String.class);
        // The schema alone: a migration that builds an index again would drop the one of the other tests otherwise.
        var flyway = Flyway.configure().dataSource(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA,
                config.getOptionalValue(ConnectionSettings.USERNAME, String.class).orElse(null),
                config.getOptionalValue(ConnectionSettings.PASSWORD, String.class).orElse(null)).schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .target(target);
        new MigrationLock().customize(flyway);
        flyway.load().migrate();
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long one(String sql) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
