package dev.byline.category;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the rules that categories, tags and authors share. */
@QuarkusTest
class TaxonomyTest extends ServiceTest {

    @ParameterizedTest
    @ValueSource(strings = { "categories", "authors", "tags" })
    void each_can_be_created_read_changed_and_deleted(String noun) {
        var path = ADMIN + "/" + noun;
        var created = sending(Map.of("name", "Công nghệ AI")).post(path).then().statusCode(201).header("ETag", "\"1\"")
                .body("slug", equalTo("cong-nghe-ai")).body("version", equalTo(1)).extract();
        var id = created.path("id");
        staff().get(created.header("Location")).then().statusCode(200).body("id", equalTo(id));
        patch(noun + "/cong-nghe-ai", "\"1\"", "{\"name\": \"AI\"}").then().statusCode(200)
                .body("name", equalTo("AI")).body("slug", equalTo("cong-nghe-ai")).body("version", equalTo(2));
        patch(noun + "/" + id, "\"1\"", "{\"name\": \"Late\"}").then().statusCode(412);
        patch(noun + "/" + id, "*", "{\"name\": null}").then().statusCode(422);
        staff().contentType("text/plain").body("{}").put(path + "/" + id).then().statusCode(415);
        staff().contentType("application/json").body(Map.of("name", "AI")).put(path + "/" + id).then().statusCode(428);
        staff().header("If-Match", "2").contentType("application/json").body(Map.of("name", "AI")).put(path + "/" + id)
                .then().statusCode(200).body("slug", equalTo("ai")).body("version", equalTo(3));
        staff().header("If-Match", "3").delete(path + "/ai").then().statusCode(204);
        staff().get(path + "/ai").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "categories", "authors" })
    void names_may_repeat_and_slugs_may_not(String noun) throws Exception {
        var slugs = runConcurrently(20,
                () -> sending(Map.of("name", "Same")).post(ADMIN + "/" + noun).jsonPath().getString("slug"));
        assertEquals(20, new HashSet<>(slugs).size(), slugs.toString());
        sending(Map.of("name", "Other", "slug", "same")).post(ADMIN + "/" + noun).then().statusCode(409).body("type",
                equalTo("urn:byline:problem:slug-taken"));
    }

    @Test
    void a_tag_is_made_by_its_first_use_and_found_whatever_its_case() throws Exception {
        var ids = new HashSet<>(
                runConcurrently(10, () -> draft(Map.of("title", "T", "tags", List.of("xAI"))).getString("tags[0].id")));
        assertEquals(1, ids.size());
        draft(Map.of("title", "T", "tags", List.of(" XAI ", "C++", "C", "C#", ".NET", "ẤN  ĐỘ")));
        staff().get(ADMIN + "/tags").then()
                .body("items.name", containsInAnyOrder("ẤN ĐỘ", "C", "C#", "C++", ".NET", "xAI"))
                .body("items.slug",
                        containsInAnyOrder("an-do", "c", "c-sharp", "c-plus-plus", "dot-net", "xai"));
        sending(Map.of("title", "T", "tags", List.of("new", "NEW"))).post(ADMIN + "/articles").then().statusCode(422)
                .body("violations[0].field", equalTo("/tags/1"));
        sending(Map.of("title", "T", "tags", List.of("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"))).post(ADMIN + "/articles")
                .then().statusCode(422);
        draft(Map.of("title", "By id", "tags", List.copyOf(ids)));
        sending(Map.of("title", "T", "tags", List.of("xai", ids.iterator().next()))).post(ADMIN + "/articles").then()
                .statusCode(422);
        sending(Map.of("name", "xai")).post(ADMIN + "/tags").then().statusCode(409);
    }

    @Test
    void what_is_in_use_is_not_deleted() {
        author("Linh");
        category("News");
        draft(Map.of("title", "T", "categories", List.of("news"), "authors", List.of("linh"), "tags",
                List.of("Tesla")));
        for (var path : List.of("categories/news", "authors/linh", "tags/tesla")) {
            staff().header("If-Match", "*").delete(ADMIN + "/" + path).then().statusCode(409)
                    .body("type", equalTo("urn:byline:problem:in-use"))
                    .body("detail", containsString("GET /api/v1/admin/articles?"));
        }
    }

    @Test
    void deleting_what_somebody_refers_to_just_now_harms_neither() throws Exception {
        var deleting = new AtomicBoolean();
        for (int round = 0; round < 15; round++) {
            category("Gone");
            var statuses = runConcurrently(4, () -> deleting.getAndSet(!deleting.get())
                    ? staff().header("If-Match", "*").delete(ADMIN + "/categories/gone").statusCode()
                    : sending(Map.of("title", "T", "categories", List.of("gone"), "tags", List.of("t")))
                            .post(ADMIN + "/articles")
                            .statusCode());
            assertTrue(Set.of(201, 204, 404, 409, 422).containsAll(statuses), statuses.toString());
            if (staff().get(ADMIN + "/categories/gone").statusCode() == 200) {
                for (var id : staff().get(ADMIN + "/articles?category=gone").jsonPath().getList("items.id",
                        String.class)) {
                    patch("articles/" + id, "*", "{\"categories\": null}").then().statusCode(200);
                }
                staff().header("If-Match", "*").delete(ADMIN + "/categories/gone").then().statusCode(204);
            }
        }
    }

    @Test
    void readers_get_them_by_name_with_counts_of_published_articles() {
        category("Ö last");
        category("Another");
        published("One");
        published("Two");
        draft("Three");
        get(API + "/categories?sort=name&count=exact").then().statusCode(200)
                .body("items.name", equalTo(List.of("Another", "News", "Ö last")))
                .body("items.publishedArticles", equalTo(List.of(0, 2, 0))).body("page.total", equalTo(3))
                .body("items[0].version", nullValue());
        get(API + "/categories/news").then().body("publishedArticles", equalTo(2));
        get(API + "/categories?size=2").then().body("items", hasSize(2));
        get(API + "/categories/nope").then().statusCode(404);
        get(API + "/authors").then().body("items", hasSize(0));
    }
}
