package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** Problems repeat the beginning of a long input only. */
@QuarkusTest
class LongInputTest extends ServiceTest {
    private static final int MAX_PROBLEM_LENGTH = 1500;
    private static final String LONG = "x".repeat(7000);
    private static final String SHORTENED = "x".repeat(100) + "…";

    @Test
    void an_unknown_parameter_is_named_by_its_beginning() {
        var problem = get(API + "/articles?" + LONG + "=1");
        problem.then().statusCode(400).body("violations[0].field", equalTo(SHORTENED))
                .body("detail", containsString(SHORTENED + " is not a parameter"));
        requireShort(problem, "name");
        var emoji = "🎄".repeat(600);
        given().queryParam(emoji, "1").get(API + "/articles").then().statusCode(400)
                .body("violations[0].field", equalTo("🎄".repeat(100) + "…"));
        given().queryParam("category", "🎄".repeat(100)).get(API + "/articles").then().statusCode(400)
                .body("detail", containsString("'" + "🎄".repeat(100) + "'"));
    }

    @Test
    void no_parameter_of_any_operation_is_repeated_whole() {
        Map<String, Map<String, Map<String, Object>>> paths = get("/q/openapi?format=json").jsonPath().getMap("paths");
        var sent = new ArrayList<String>();
        paths.forEach((path, operations) -> {
            if (operations.containsKey("get")
                    && operations.get("get").get("parameters") instanceof List<?> parameters) {
                for (var parameter : parameters) {
                    if (parameter instanceof Map<?, ?> described && "query".equals(described.get("in"))) {
                        var url = path.replaceAll("\\{[^}]+}", "x");
                        var name = (String) described.get("name");
                        var answer = staff().queryParam(name, LONG).get(url);
                        assertFalse(answer.statusCode() >= 400 && answer.asString().contains("x".repeat(101)),
                                () -> url + " " + name + " " + answer.asString());
                        sent.add(url);
                    }
                }
            }
        });
        assertTrue(sent.size() > 100, () -> "parameters: " + sent.size());
    }

    @ParameterizedTest
    @ValueSource(strings = { "articles", "categories", "tags", "authors", "comments", "media", "accounts", "api-keys",
            "menus", "webhooks" })
    void a_path_is_repeated_once_as_the_instance(String things) {
        var problem = staff().get(ADMIN + "/" + things + "/" + LONG);
        problem.then().statusCode(404).body("instance", equalTo(ADMIN + "/" + things + "/" + LONG))
                .body("detail", containsString("'" + SHORTENED + "'"));
        assertTrue(problem.asString().length() < LONG.length() + MAX_PROBLEM_LENGTH, problem::asString);
    }

    @Test
    void no_field_of_a_body_is_repeated_whole() {
        requireShort(sending(Map.of("title", "x", LONG, 1)).post(ADMIN + "/articles"), "name");
        requireShort(sending(Map.of("title", "x", "metadata", Map.of(LONG, "\0"))).post(ADMIN + "/articles"), "key");
        for (var field : Set.of("locale", "slug", "commentsPolicy", "publishedAt", "pinned")) {
            requireShort(sending(Map.of("title", "x", field, LONG)).post(ADMIN + "/articles"), field);
        }
        for (var field : Set.of("authors", "categories", "tags")) {
            requireShort(sending(Map.of("title", "x", field, List.of(LONG))).post(ADMIN + "/articles"), field);
        }
        requireShort(sending(Map.of("name", "x", "parent", LONG)).post(ADMIN + "/categories"), "parent");
        requireShort(sending(Map.of("name", "x", "names", Map.of(LONG, "y"))).post(ADMIN + "/categories"), "names");
        requireShort(sending(Map.of("url", "https://a.example", "events", List.of(LONG))).post(ADMIN + "/webhooks"),
                "events");
        requireShort(sending(Map.of("url", LONG)).post(ADMIN + "/media"), "url");
    }

    @Test
    void no_header_is_repeated_whole() {
        requireShort(staff().contentType("text/" + LONG).body("x").post(ADMIN + "/tags"), "Content-Type");
        requireShort(staff().contentType("application/json").header("Content-Encoding", LONG).body("{}")
                .post(ADMIN + "/tags"), "Content-Encoding");
        var tag = sending(Map.of("name", "Long")).post(ADMIN + "/tags").then().statusCode(201).extract().path("id");
        requireShort(sending(Map.of("name", "Longer")).header("If-Match", LONG).put(ADMIN + "/tags/" + tag),
                "If-Match");
    }

    private static void requireShort(Response problem, String what) {
        var text = problem.asString();
        assertEquals(4, problem.statusCode() / 100, () -> what + " " + text);
        assertTrue(text.length() < MAX_PROBLEM_LENGTH, () -> what + " " + text);
    }
}
