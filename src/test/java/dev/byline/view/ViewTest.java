package dev.byline.view;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ViewTest extends ServiceTest {

    @Test
    void each_call_counts_one_and_answers_with_the_totals() {
        published("Seen");
        view("seen").then().statusCode(202)
                .body("views", equalTo(1)).body("comments", equalTo(0));
        view("seen").then().statusCode(202).body("views", equalTo(2));
        get(API + "/articles/seen/views").then().statusCode(200).body("views", equalTo(2));
        get(API + "/articles/seen").then().body("stats.views", equalTo(2));
        get(API + "/articles").then().body("items[0].stats.views", equalTo(2));
    }

    @Test
    void calls_at_once_are_all_counted() throws Exception {
        var id = published("Hot").getString("id");
        var statuses = atOnce(200, () -> view(id).statusCode());
        assertEquals(200, statuses.stream().filter(s -> s == 202).count());
        get(API + "/articles/hot/views").then().body("views", equalTo(200));
    }

    @Test
    void only_live_articles_are_counted() {
        var id = draft("Hidden").getString("id");
        view(id).then().statusCode(404);
        view("hidden").then().statusCode(404);
        get(API + "/articles/hidden/views").then().statusCode(404);
        staff().get(ADMIN + "/articles/hidden/views").then().statusCode(200).body("views", equalTo(0));
    }

    @Test
    void reading_counts_nothing() {
        published("Read");
        get(API + "/articles/read").then().statusCode(200);
        given().head(API + "/articles/read").then().statusCode(200);
        given().options(API + "/articles/read/views").then().statusCode(204).header("Allow",
                equalTo("GET, HEAD, OPTIONS, POST"));
        get(API + "/articles/read/views").then().body("views", equalTo(0));
    }

    @Test
    void staff_set_and_reset_them_and_the_log_knows() throws Exception {
        var id = published("Set").getString("id");
        var path = ADMIN + "/articles/" + id + "/views";
        sending(Map.of("views", 8)).put(path).then().statusCode(200).body("views", equalTo(8));
        view("set").then().body("views", equalTo(9));
        sending(Map.of("views", 9007199254740991L)).put(path).then().statusCode(200).body("views",
                equalTo(9007199254740991L));
        sending(Map.of("views", 9007199254740992L)).put(path).then().statusCode(422);
        sending(Map.of("views", -1)).put(path).then().statusCode(422);
        sending(Map.of("views", "8")).put(path).then().statusCode(422);
        sending("{\"views\": 1.5}").put(path).then().statusCode(422);
        staff().delete(path).then().statusCode(204);
        staff().get(path).then().body("views", equalTo(0));
        assertEquals(3, query("select count(*) from audit_entry where action = 'views.set'"));
        staff().get(ADMIN + "/articles/00000000-0000-7000-8000-000000000000/views").then().statusCode(404);
    }

    @Test
    void the_body_is_small_and_says_nothing_about_the_visitor() {
        published("Small");
        var path = API + "/articles/small/views";
        given().contentType("application/json").body("{\"ip\": \"1.2.3.4\"}").post(path).then().statusCode(422).body(
                "violations[0].field", equalTo("/ip"));
        given().contentType("application/json").body("{\"referrer\": \"" + "x".repeat(2100) + "\"}").post(path).then()
                .statusCode(413);
        given().contentType("text/plain").body("{}").post(path).then().statusCode(415);
    }
}
