package dev.byline.category;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Tests the former slugs of categories, tags and authors: redirects, filters, merges and takeovers. */
@QuarkusTest
class TaxonomySlugTest extends ServiceTest {
    private static ValidatableResponse read(String path) {
        return given().redirects().follow(false).get(API + path).then();
    }

    private static JsonPath create(String plural, String name) {
        return sending(Map.of("name", name)).post(ADMIN + "/" + plural).then().statusCode(201).extract().jsonPath();
    }

    private static void rename(String plural, String reference, String slug) {
        patch(plural + "/" + reference, "*", "{\"slug\": \"" + slug + "\"}").then().statusCode(200).body("slug",
                equalTo(slug));
    }

    /** Publishes an article in the category news, with the tag old and by the author old. */
    private static void article() {
        category("News");
        category("Old");
        author("Old");
        publish(draft(Map.of("title", "One", "categories", List.of("news", "old"), "tags", List.of("Old"), "authors",
                List.of("old"),
                "body", markdown("Text."))).getString("id"));
    }

    @ParameterizedTest
    @CsvSource({ "category, categories", "tag, tags", "author, authors" })
    void a_renamed_thing_its_feeds_and_its_lists_are_found_by_every_former_slug(String noun, String plural) {
        article();
        read("/articles?" + noun + "=old").statusCode(200).body("items.size()", equalTo(1));
        read("/" + plural + "/old").statusCode(200);
        read("/" + plural + "/old/feeds/rss").statusCode(200);
        rename(plural, "old", "middle");
        rename(plural, "middle", "new");
        for (var former : List.of("old", "middle")) {
            read("/" + plural + "/" + former + "?locale=en").statusCode(308)
                    .header("Location", endsWith(API + "/" + plural + "/new?locale=en"))
                    .header("Cache-Control", containsString("max-age=60"));
            get(API + "/" + plural + "/" + former).then().statusCode(200).body("slug", equalTo("new"));
            for (var format : List.of("rss", "atom", "json")) {
                var location = read("/" + plural + "/" + former + "/feeds/" + format + "?size=5&utm_source=x")
                        .statusCode(308)
                        .extract().header("Location");
                assertTrue(location.endsWith(API + "/" + plural + "/new/feeds/" + format + "?size=5"), location);
                get(location).then().statusCode(200).body(containsString("One"));
            }
            read("/articles?" + noun + "=" + former).statusCode(200).body("items.size()", equalTo(1));
            read("/articles?match=all&" + noun + "=" + former + ",new").statusCode(200).body("items.size()",
                    equalTo(1));
            staff().get(ADMIN + "/" + plural + "/" + former).then().statusCode(200).body("slug", equalTo("new"));
            staff().get(ADMIN + "/articles?" + noun + "=" + former).then().statusCode(200).body("items.size()",
                    equalTo(1));
        }
        read("/articles?" + noun + "=never").statusCode(400);
        read("/" + plural + "/never").statusCode(404);
        assertEquals(statementsOfMisses(() -> read("/articles?size=7&" + noun + "=new")),
                statementsOfMisses(() -> read("/articles?size=7&" + noun + "=old")));
        patch(plural + "/old", "*", "{\"name\": \"Other\"}").then().statusCode(404);
        staff().header("If-Match", "*").delete(ADMIN + "/" + plural + "/old").then().statusCode(404);
        rename(plural, "new", "old");
        read("/" + plural + "/old").statusCode(200);
        read("/" + plural + "/new").statusCode(308).header("Location", endsWith("/" + plural + "/old"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "categories", "tags", "authors" })
    void a_merged_thing_and_its_former_slugs_lead_to_the_target(String plural) {
        article();
        create(plural, "Target");
        rename(plural, "old", "older");
        staff().header("If-Match", "*").contentType("application/json").body(Map.of("into", "target"))
                .post(ADMIN + "/" + plural + "/older/merge").then().statusCode(200);
        for (var former : List.of("old", "older")) {
            read("/" + plural + "/" + former).statusCode(308).header("Location", endsWith("/" + plural + "/target"));
        }
        // The target is renamed, too.
        rename(plural, "target", "goal");
        read("/" + plural + "/older/feeds/atom").statusCode(308).header("Location", endsWith("/goal/feeds/atom"));
        read("/articles/one").body(plural + ".slug", hasItem("goal"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "categories", "tags", "authors" })
    void an_article_that_was_open_during_a_merge_can_be_saved(String plural) {
        article();
        create(plural, "Target");
        create(plural, "Final");
        var open = staff().get(ADMIN + "/articles/one").then().statusCode(200).extract();
        var id = open.jsonPath().getString(plural + ".find { it.slug == 'old' }.id");
        for (var into : List.of("target", "final")) {
            staff().header("If-Match", "*").contentType("application/json").body(Map.of("into", into))
                    .post(ADMIN + "/" + plural + "/" + (into.equals("final") ? "target" : "old") + "/merge").then()
                    .statusCode(200);
            patch("articles/one", into.equals("target") ? open.header("ETag") : "*",
                    "{\"" + plural + "\": [\"" + id + "\"]}").then().statusCode(200)
                    .body(plural + ".slug", equalTo(List.of(into)));
            var noun = plural.equals("categories") ? "category" : plural.replaceFirst("s$", "");
            read("/articles?" + noun + "=" + id).body("items.slug", equalTo(List.of("one")));
            sending(Map.of("name", "menu-" + into, "items", List.of(Map.of(noun, id)))).post(ADMIN + "/menus").then()
                    .statusCode(201);
        }
        patch("articles/one", "*", "{\"" + plural + "\": [\"" + id.replaceFirst(".", "f") + "\"]}").then()
                .statusCode(422);
    }

    @Test
    void the_articles_of_a_merged_author_are_signed_by_the_other_one() {
        author("Mai Tran");
        author("Mai T.");
        var one = draft(Map.of("title", "One", "authors", List.of("mai-t"), "body", markdown("Text."))).getString("id");
        var both = draft(Map.of("title", "Both", "authors", List.of("mai-t", "mai-tran"), "body", markdown("Text.")))
                .getString("id");
        publish(one);
        publish(both);
        patch("articles/" + one, "*", "{\"authors\": []}").then().statusCode(200);
        read("/articles?author=mai-tran").body("items.title", equalTo(List.of("Both")));
        sending(Map.of("into", "nobody")).header("If-Match", "*").post(ADMIN + "/authors/mai-t/merge").then()
                .statusCode(422).body("violations[0].field", equalTo("/into"));
        sending(Map.of("into", "mai-t")).header("If-Match", "*").post(ADMIN + "/authors/mai-t/merge").then()
                .statusCode(422);
        sending(Map.of("into", "mai-tran")).post(ADMIN + "/authors/mai-t/merge").then().statusCode(428);
        sending(Map.of("into", "mai-tran")).header("If-Match", "*").post(ADMIN + "/authors/mai-t/merge").then()
                .statusCode(200).body("slug", equalTo("mai-tran"));
        read("/articles?author=mai-tran").body("items.title", containsInAnyOrder("One", "Both"));
        read("/articles/both").body("authors.slug", equalTo(List.of("mai-tran")));
        read("/articles/one").body("authors.slug", equalTo(List.of("mai-tran")));
        verb("articles/" + one + "/revert").then().statusCode(200).body("authors.slug", equalTo(List.of("mai-tran")));
        staff().get(ADMIN + "/authors/mai-t").then().statusCode(200).body("slug", equalTo("mai-tran"));
    }

    @Test
    void a_category_deleted_with_moveTo_leads_to_the_receiver_and_one_deleted_alone_is_gone() throws Exception {
        article();
        staff().header("If-Match", "*").delete(ADMIN + "/categories/old?moveTo=news").then().statusCode(204);
        read("/categories/old").statusCode(308).header("Location", endsWith("/categories/news"));
        category("Empty");
        rename("categories", "empty", "void");
        staff().header("If-Match", "*").delete(ADMIN + "/categories/void").then().statusCode(204);
        read("/categories/empty").statusCode(404);
        assertEquals(1, query("select count(*) from category_former_slug"));
    }

    @ParameterizedTest
    @CsvSource({ "category, categories", "tag, tags", "author, authors" })
    void a_former_slug_is_taken_over_only_on_purpose(String noun, String plural) throws Exception {
        article();
        var holder = staff().get(ADMIN + "/" + plural + "/old").jsonPath().getString("id");
        patch(plural + "/old", "*", "{\"slug\": \"new\", \"name\": \"New\"}").then().statusCode(200);
        assertEquals("old-2", create(plural, "Old").getString("slug"));
        sending(Map.of("name", "Heir", "slug", "old")).post(ADMIN + "/" + plural).then().statusCode(409)
                .body("type", endsWith("slug-taken")).body("holder", equalTo(holder))
                .body("detail", containsString("takeOverSlug=true"));
        patch(plural + "/old-2", "*", "{\"slug\": \"old\"}").then().statusCode(409);
        read("/articles?" + noun + "=old").body("items.size()", equalTo(1));
        var heir = sending(Map.of("name", "Heir", "slug", "old")).post(ADMIN + "/" + plural + "?takeOverSlug=true")
                .then().statusCode(201).body("slug", equalTo("old")).extract().jsonPath();
        read("/articles?" + noun + "=old").statusCode(200).body("items.size()", equalTo(0));
        read("/" + plural + "/old").statusCode(plural.equals("tags") ? 404 : 200);
        read("/" + plural + "/new").statusCode(200);
        assertEquals(0, query("select count(*) from " + noun + "_former_slug"));
        // A present slug is never taken over.
        patch(plural + "/new?takeOverSlug=true", "*", "{\"slug\": \"old\"}").then().statusCode(409).body("holder",
                equalTo(heir.getString("id")));
        create(plural, "Third");
        rename(plural, "third", "third-now");
        rename(plural, "old?takeOverSlug=true", "third");
        read("/" + plural + "/third-now").statusCode(plural.equals("tags") ? 404 : 200);
        assertEquals(1, query("select count(*) from " + noun + "_former_slug"), "The slug old of the heir");
    }

    @ParameterizedTest
    @CsvSource({ "category, categories", "tag, tags", "author, authors" })
    void former_slugs_belong_to_one_existing_thing(String noun, String plural) throws Exception {
        article();
        rename(plural, "old", "new");
        var twice = assertThrows(SQLException.class,
                () -> execute("insert into " + noun + "_former_slug select slug, " + noun + "_id from " + noun
                        + "_former_slug"));
        assertTrue(twice.getMessage().contains(noun + "_former_slug_pk"), twice.getMessage());
        var unknown = assertThrows(SQLException.class,
                () -> execute("insert into " + noun + "_former_slug values ('x', gen_random_uuid())"));
        assertTrue(unknown.getMessage().contains(noun + "_former_slug_" + noun), unknown.getMessage());
    }

    @Test
    void one_of_many_takes_a_former_slug_over_at_once() throws Exception {
        article();
        category("A");
        rename("categories", "old", "new");
        var statuses = runConcurrently(6,
                () -> sending(Map.of("name", "Heir", "slug", "old")).post(ADMIN + "/categories?takeOverSlug=true")
                        .statusCode());
        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses.toString());
        assertEquals(5, statuses.stream().filter(s -> s == 409).count(), statuses.toString());
        read("/categories/old").statusCode(200);
    }
}
