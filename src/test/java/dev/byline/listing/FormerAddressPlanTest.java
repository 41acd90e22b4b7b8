package dev.byline.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.database.UniqueSlugs;
import dev.byline.identity.ArticleIdentities;
import dev.byline.identity.FormerAddress;
import dev.byline.identity.FormerAddresses;
import dev.byline.paging.PageQuery;
import dev.byline.publication.PublicationService;
import dev.byline.tag.TagService;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests that former addresses and former slugs are found by indexes, among thousands. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormerAddressPlanTest extends QueryPlanTestBase {
    @Inject
    PublicationService publications;
    @Inject
    ArticleLists lists;
    @Inject
    FormerAddresses formerAddresses;
    @Inject
    AuthorService authors;
    @Inject
    CategoryService categories;
    @Inject
    TagService tags;
    @Inject
    UniqueSlugs slugs;
    @Inject
    ArticleIdentities identities;

    @Override
    protected List<String> largeTables() {
        return Stream.concat(LARGE_TABLES.stream(), Stream.of("former_address", "author_former_slug",
                "category_former_slug", "tag_former_slug")).toList();
    }

    @Override
    protected void insertRows() throws SQLException {
        category("Top");
        author("Linh");
        publish(draft(Map.of("title", "One", "categories", List.of("top"), "authors", List.of("linh"), "tags",
                List.of("Red"), "body", markdown("x"))).getString("id"));
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            for (var sql : List.of("""
                    insert into article_identity (id, translation_group_id, locale, created_at)
                    select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() from generate_series(1, 4000) i""", """
                    insert into article_slug (locale, slug, article_id, was_published)
                    select 'en', 'n-' || i, md5('n' || i)::uuid, true from generate_series(1, 4000) i""", """
                    insert into publication (article_id, locale, slug, title, excerpt, html, text, pinned,
                        comments_policy, reading_minutes, first_published_at, published_at, updated_at)
                    select md5('n' || i)::uuid, 'en', 'n-' || i, 'Title ' || i, '', '', '', false, 'open', 1,
                        now(), now() - i * interval '1 hour', now() from generate_series(1, 4000) i""", """
                    insert into article_counter (article_id, views)
                    select md5('n' || i)::uuid, 0 from generate_series(1, 4000) i""", """
                    insert into listing (list, article_id, published_at, updated_at, title)
                    select list, article_id, published_at, updated_at, title from listed
                    where article_id not in (select article_id from listing)""", """
                    insert into former_address (article_id, host, path, last_part, address)
                    select md5('n' || i)::uuid, 'old.example', '/' || year || '/old_' || i, 'old_' || i, '/'
                    from generate_series(1, 4000) i, generate_series(2019, 2021) year""")) {
                statement.execute(sql);
            }
            for (var table : List.of("author", "category", "tag")) {
                statement.execute("""
                        insert into %1$s select (jsonb_populate_record(t, jsonb_build_object('id', md5('t' || i)::uuid,
                            'slug', 't-' || i, 'name', 'T ' || i, 'name_key', 't ' || i))).*
                        from %1$s t, generate_series(1, 2000) i""".formatted(table));
                statement.execute("""
                        insert into %1$s_former_slug (slug, %1$s_id)
                        select 'was-' || i || '-' || n, md5('t' || i)::uuid
                        from generate_series(1, 2000) i, generate_series(1, 3) n
                        union all select 'alone', md5('t5')::uuid""".formatted(table));
            }
            statement.execute("analyze");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://www.old.example/2020/Old_2000.html", "/2020/old_2000" })
    void an_article_is_found_by_its_former_address(String address) {
        var parsed = FormerAddress.parse(address).orElseThrow();
        var query = new ArticleQuery();
        query.formerAddress = address;
        assertCheap("list", () -> assertEquals(1, lists.list(query, new PageQuery()).items().size()));
        assertCheap("frontend", () -> formerAddresses.findInFrontend(parsed));
        assertCheap("candidates", () -> assertEquals(6,
                formerAddresses.findCandidates("old_2000", uuid("n", 3000)).size()));
        assertCheap("name", () -> assertEquals("n-2000", publications.read("Old_2000", null, null).movedTo()));
        assertCheap("no name", () -> formerAddresses.find(FormerAddress.parse("/2020/nothing").orElseThrow()));
    }

    @Test
    void categories_tags_and_authors_are_found_by_their_former_slugs() {
        assertCheap("category", () -> assertEquals("t-2000", categories.read("was-2000-1").slug));
        assertCheap("author", () -> assertEquals("t-2000", authors.read("was-2000-1").slug));
        assertCheap("tag", () -> assertEquals("t-2000", tags.read("was-2000-1").slug()));
        var named = List.of("was-2000-1", "was-1000-2", "t-3");
        assertCheap("categories", () -> assertEquals(3, categories.resolveFilter("category", named).size()));
        assertCheap("authors", () -> assertEquals(3, authors.resolveFilter("author", named).size()));
        assertCheap("tags", () -> assertEquals(3, tags.resolveFilter("tag", named).size()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "author", "category", "tag" })
    void slugs_are_assigned_and_merged_by_keys(String table) {
        assertCheap("derived", () -> assertEquals("alone-2",
                slugs.assign(table, uuid("t", 1), null, null, "Alone", false).slug()));
        assertCheap("taken over", () -> assertEquals("was-1000-1",
                slugs.assign(table, uuid("t", 1), "t-1", "was-1000-1", "T 1", true).slug()));
        assertCheap("merged", () -> slugs.merge(table, uuid("t", 2), "t-2", uuid("t", 3)));
    }

    @Test
    void the_slug_of_an_article_is_derived_by_keys() {
        assertCheap("derived", () -> assertEquals("n-20-2",
                identities.claimDerivedSlug(uuid("n", 1), "en", "N 20")));
    }

    /** Returns the id that the SQL of the test gives a row. */
    private UUID uuid(String prefix, int number) {
        return jdbcQueries.list("select cast(md5(:name) as uuid)", Map.of("name", prefix + number),
                r -> r.getObject(1, UUID.class)).get(0);
    }
}
