package dev.byline.webhook;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the administration of webhooks. */
@QuarkusTest
class WebhookTest extends ServiceTest {
    private static final String WEBHOOKS = ADMIN + "/webhooks";
    private static final String URL = "https://93.184.215.14/hook";

    private static JsonPath webhook() {
        return sending(Map.of("url", URL, "events", List.of("article.*"))).post(WEBHOOKS).then().statusCode(201)
                .extract().jsonPath();
    }

    @Test
    void a_webhook_is_created_read_listed_changed_and_deleted() {
        var created = sending(Map.of("url", URL, "events", List.of("tag.published", "article.*", "tag.published"),
                "description", " Rebuilds  the site ", "include", List.of("body"))).post(WEBHOOKS).then()
                .statusCode(201).header("ETag", "\"1\"")
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{32}"))
                .body("events", equalTo(List.of("article.*", "tag.published"))).body("active", equalTo(true))
                .body("imports", equalTo(false)).body("description", equalTo("Rebuilds the site"))
                .body("include", equalTo(List.of("body"))).extract();
        var location = created.header("Location");
        staff().get(location).then().statusCode(200).header("ETag", "\"1\"").body("url", equalTo(URL))
                .body("secret", nullValue());
        staff().get(WEBHOOKS).then().statusCode(200).body("items", hasSize(1)).body("items[0].secret", nullValue());
        var path = "webhooks/" + created.jsonPath().getString("id");
        patch(path, "\"1\"", "{\"active\": false, \"description\": null}").then().statusCode(200)
                .header("ETag", "\"2\"").body("active", equalTo(false)).body("description", nullValue())
                .body("secret", nullValue());
        patch(path, "\"2\"", "{\"active\": false}").then().statusCode(200).header("ETag", "\"2\"");
        patch(path, "\"1\"", "{\"active\": true}").then().statusCode(412);
        staff().delete(location).then().statusCode(428);
        staff().header("If-Match", "\"2\"").delete(location).then().statusCode(204);
        staff().get(location).then().statusCode(404);
    }

    @Test
    void a_secret_is_shown_once_and_rotated_with_a_grace() {
        var first = webhook();
        var path = WEBHOOKS + "/" + first.getString("id") + "/secret";
        staff().post(path).then().statusCode(428);
        var second = staff().header("If-Match", "\"1\"").post(path).then().statusCode(200)
                .body("secret", matchesPattern("whsec_.{32}")).body("formerUntil", notNullValue()).extract().jsonPath();
        assertNotEquals(first.getString("secret"), second.getString("secret"));
        sending(Map.of("graceHours", 721)).header("If-Match", "*").post(path).then().statusCode(422);
        staff().get(WEBHOOKS + "/" + first.getString("id")).then().body("secret", nullValue());
    }

    @Test
    void a_repeated_creation_creates_one_webhook_and_keeps_its_secret() {
        var input = Map.of("url", URL, "events", List.of("*"));
        var first = sending(input).header("Idempotency-Key", "once").post(WEBHOOKS).then().statusCode(201)
                .body("secret", notNullValue()).extract().jsonPath();
        sending(input).header("Idempotency-Key", "once").post(WEBHOOKS).then().statusCode(201)
                .body("id", equalTo(first.getString("id"))).body("secret", nullValue());
        staff().get(WEBHOOKS).then().body("items", hasSize(1));
    }

    @Test
    void rules_of_events_and_addresses_are_422() {
        sending(Map.of("url", URL, "events", List.of("article.publish"))).post(WEBHOOKS).then().statusCode(422)
                .body("violations[0].field", equalTo("/events/0"))
                .body("violations[0].message", containsString("did you mean 'article.published'?"));
        sending(Map.of("url", URL, "events", List.of())).post(WEBHOOKS).then().statusCode(422);
        for (var url : List.of("http://127.0.0.1/", "http://[::1]:8080/", "http://169.254.169.254/", "http://10.0.0.1/",
                "http://2130706433/", "https://user:password@93.184.215.14/", "ftp://93.184.215.14/",
                "http://localhost:9000/")) {
            sending(Map.of("url", url, "events", List.of("*"))).post(WEBHOOKS).then().statusCode(422)
                    .body("violations[0].field", equalTo("/url"));
        }
        var path = "webhooks/" + webhook().getString("id");
        patch(path, "*", "{\"url\": \"http://192.168.0.1/\"}").then().statusCode(422)
                .body("violations[0].field", equalTo("/url"));
        staff().get(ADMIN + "/" + path).then().body("url", equalTo(URL));
    }

    @Test
    void the_number_of_webhooks_is_limited() throws SQLException {
        execute("""
                insert into webhook (id, version, url, events, include, imports, active, secret, created_at)
                select gen_random_uuid(), 1, 'https://93.184.215.14/', '{*}', '{}', false, false, 'whsec_', now()
                from generate_series(1, 50)""");
        sending(Map.of("url", URL, "events", List.of("*"))).post(WEBHOOKS).then().statusCode(409);
    }

    @Test
    void the_audit_log_names_what_changed_but_no_secret() {
        var created = webhook();
        var path = "webhooks/" + created.getString("id");
        patch(path, "*", "{\"url\": \"https://93.184.215.15/\"}").then().statusCode(200);
        staff().get(ADMIN + "/audit-log?entity=webhook").then()
                .body("items.action", equalTo(List.of("webhook.change", "webhook.create")))
                .body("items[0].changes.field", hasItem("url"));
        staff().get(ADMIN + "/audit-log").then().body(not(containsString("whsec_")));
    }
}
