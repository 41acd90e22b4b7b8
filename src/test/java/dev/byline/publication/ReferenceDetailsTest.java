package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

/** Tests the profiles of authors and the ancestors of categories in a full article. */
@QuarkusTest
class ReferenceDetailsTest extends ServiceTest {
    private static final String PAGE = API + "/articles/page";
    private static final String ANCESTORS = "categories[0].ancestors.name";

    private String article;

    @BeforeEach
    void publishArticle() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("Other");
        category("Top");
        child("Middle", "top");
        child("Leaf", "middle");
        author("Mai");
        sending(Map.of("name", "Linh", "bio", "Writes.\nReads.", "avatarUrl", "https://x.example/linh.jpg"))
                .post(ADMIN + "/authors").then().statusCode(201);
        article = publish(draft(Map.of("title", "Page", "categories", List.of("leaf", "other"), "authors",
                List.of("linh", "mai"), "tags", List.of("Red"), "body", markdown("x"))).getString("id"))
                .getString("id");
    }

    private static void child(String name, String parent) {
        sending(Map.of("name", name, "parent", parent)).post(ADMIN + "/categories").then().statusCode(201);
    }

    private static ValidatableResponse read() {
        return get(PAGE).then().statusCode(200);
    }

    @Test
    void an_article_has_the_profiles_of_its_authors_and_the_way_to_its_categories() {
        read().body("authors[0].keySet()", equalTo(Set.of("id", "slug", "name", "bio", "avatarUrl")))
                .body("authors[0].bio", equalTo("Writes.\nReads."))
                .body("authors[0].avatarUrl", equalTo("https://x.example/linh.jpg"))
                .body("authors[1].keySet()", equalTo(Set.of("id", "slug", "name")))
                .body("categories.slug", contains("leaf", "other"))
                .body("categories[0].ancestors.slug", contains("top", "middle"))
                .body("categories[0].ancestors[0].keySet()", equalTo(Set.of("id", "slug", "name")))
                .body("categories[1].ancestors", empty());
        get(API + "/articles").then().body("items[0].authors[0].keySet()", equalTo(Set.of("id", "slug", "name")))
                .body("items[0].categories[0].keySet()", equalTo(Set.of("id", "slug", "name")));
    }

    @Test
    void ancestors_have_the_names_of_the_locale_of_the_article() {
        patch("categories/top", "*", "{\"names\": {\"vi\": \"Đỉnh\"}}").then().statusCode(200);
        read().body(ANCESTORS, contains("Top", "Middle"));
        var id = sending(Map.of("locale", "vi", "title", "Trang")).post(ADMIN + "/articles/page/translations")
                .jsonPath().getString("id");
        publish(id);
        get(API + "/articles/trang").then().body(ANCESTORS, contains("Đỉnh", "Middle"));
        read().body(ANCESTORS, contains("Top", "Middle"));
    }

    @Test
    void a_changed_profile_is_in_the_next_response() {
        read();
        patch("authors/linh", "*", "{\"bio\": \"Rests.\", \"avatarUrl\": null}").then().statusCode(200);
        read().body("authors[0].keySet()", equalTo(Set.of("id", "slug", "name", "bio")))
                .body("authors[0].bio", equalTo("Rests."));
        patch("authors/mai", "*", "{\"bio\": \"Begins.\"}").then().statusCode(200);
        read().body("authors.bio", contains("Rests.", "Begins."));
    }

    @Test
    void a_changed_ancestor_is_in_the_next_response() {
        read().body(ANCESTORS, contains("Top", "Middle"));
        patch("categories/top", "*", "{\"name\": \"Summit\"}").then().statusCode(200);
        read().body(ANCESTORS, contains("Summit", "Middle"));
        child("Root", "other");
        patch("categories/top", "*", "{\"parent\": \"root\"}").then().statusCode(200);
        read().body(ANCESTORS, contains("Other", "Root", "Summit", "Middle"));
        sending(Map.of("into", "other")).header("If-Match", "*").post(ADMIN + "/categories/middle/merge").then()
                .statusCode(200);
        read().body(ANCESTORS, contains("Other"));
        patch("categories/leaf", "*", "{\"parent\": null}").then().statusCode(200);
        read().body("categories[0].ancestors", empty());
    }

    @Test
    void caches_between_can_purge_an_article_by_its_authors_and_ancestors() {
        var keys = List.of(get(PAGE).header("Surrogate-Key").split(" "));
        for (var path : List.of("/authors/linh", "/categories/top", "/categories/middle", "/categories/leaf")) {
            assertThat(keys, hasItems(get(API + path).jsonPath().getString("id")));
        }
    }

    /** The article, its references, and their details; what is in memory is not read again. */
    @Test
    void an_article_takes_at_most_three_statements() {
        assertEquals(3, statementsOfMisses(() -> read()));
        patch("articles/" + article, "*", "{\"excerpt\": \"Changed.\"}").then().statusCode(200);
        publish(article);
        // Only the article and its references have changed.
        assertEquals(2, statements(() -> read()));
        assertEquals(1, statements(() -> get(PAGE + "?locale=en").then().statusCode(200)));
        assertEquals(0, statements(() -> read()));
    }

    @Test
    void a_preview_has_the_same_fields() {
        var preview = sending(Map.of()).post(ADMIN + "/articles/page/previews").then().statusCode(201).extract()
                .jsonPath().getString("path");
        get(preview).then().statusCode(200).body("authors[0].bio", equalTo("Writes.\nReads."))
                .body("categories[0].ancestors.slug", contains("top", "middle"));
    }
}
