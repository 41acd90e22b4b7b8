package dev.byline.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests API keys: their scopes, their expiry and revocation, and their rotation with a grace period. */
@QuarkusTest
class ApiKeyTest extends ServiceTest {
    private static final String KEYS = ADMIN + "/api-keys";

    @Test
    void an_account_has_several_keys_each_shown_once() throws SQLException {
        var token = signedIn("An", "editor");
        var one = create(token, Map.of("name", "One"));
        create(token, Map.of("name", "Two"));
        assertEquals(0, query("select count(*) from api_key where hash = convert_to('" + one.getString("key")
                + "', 'UTF8')"));
        with(token).get(KEYS).then().body("items", hasSize(2)).body("items.key", equalTo(java.util.Arrays.asList(null,
                null))).body("items.account[0]", equalTo(account("An", "editor").toString()))
                .body("items[1].hint", startsWith("…"));
        with(token).get(KEYS + "/" + one.getString("id")).then().body("key", nullValue()).body("lastUsedAt",
                nullValue());
        with(token, Map.of("name", "One")).post(KEYS).then().statusCode(409);
        with(one.getString("key")).get(ADMIN + "/articles").then().statusCode(200);
        with(token).get(KEYS + "/" + one.getString("id")).then().body("lastUsedAt", notNullValue());
    }

    @Test
    void a_key_may_what_its_scopes_say_and_no_more_than_its_owner() throws SQLException {
        var token = signedIn("An", "author");
        with(token, Map.of("name", "More", "scopes", List.of("articles:publish"))).post(KEYS).then().statusCode(422)
                .body("violations[0].field", equalTo("/scopes")).body("detail", containsString("articles:publish"));
        with(token, Map.of("name", "None", "scopes", List.of())).post(KEYS).then().statusCode(422);
        with(token, Map.of("name", "What", "scopes", List.of("everything"))).post(KEYS).then().statusCode(422);
        with(token, Map.of("name", "Boss", "role", "admin")).post(KEYS).then().statusCode(422);
        with(token, Map.of("name", "Other", "account", account("Binh", "admin"))).post(KEYS).then().statusCode(422);
        var key = create(token, Map.of("name", "Reader", "scopes", List.of("articles:read")));
        with(key.getString("key")).get(ADMIN + "/articles").then().statusCode(200);
        with(key.getString("key"), Map.of("title", "x")).post(ADMIN + "/articles").then().statusCode(403);
        with(key.getString("key"), Map.of("name", "Wider")).post(KEYS).then().statusCode(403);
    }

    @Test
    void a_key_writes_in_the_name_of_its_account() throws SQLException {
        var token = signedIn("An", "author");
        var key = create(token, Map.of("name", "Script"));
        var article = with(key.getString("key"), Map.of("title", "By a script")).post(ADMIN + "/articles").then()
                .statusCode(201).extract().<String>path("id");
        with(token).get(ADMIN + "/articles/" + article).then().statusCode(200);
        assertEquals(1, query("select count(*) from audit_entry where action = 'article.create' and key_id = '"
                + key.getString("id") + "' and account_id = '" + account("An", "author")
                + "' and actor = 'Script' and node is not null and request_id is not null"));
    }

    @Test
    void a_renewed_key_lives_on_for_its_grace_and_not_longer() throws SQLException {
        var token = signedIn("An", "editor");
        var key = create(token, Map.of("name", "Script"));
        var first = key.getString("key");
        var rotated = with(token, Map.of("graceHours", 1)).header("If-Match", "1")
                .post(KEYS + "/" + key.getString("id") + "/rotate").then().statusCode(200)
                .body("formerUntil", notNullValue()).body("version", equalTo(2)).extract().jsonPath();
        var second = rotated.getString("key");
        assertNotEquals(first, second);
        with(first).get(ADMIN + "/articles").then().statusCode(200);
        with(second).get(ADMIN + "/articles").then().statusCode(200);
        execute("update api_key set former_until = now() where former_until is not null");
        with(first).get(ADMIN + "/articles").then().statusCode(401);
        with(second).get(ADMIN + "/articles").then().statusCode(200);
        with(token, Map.of("graceHours", 0)).header("If-Match", "*")
                .post(KEYS + "/" + key.getString("id") + "/rotate").then().statusCode(200);
        with(second).get(ADMIN + "/articles").then().statusCode(401);
        with(token, Map.of("graceHours", 721)).header("If-Match", "*")
                .post(KEYS + "/" + key.getString("id") + "/rotate").then().statusCode(422);
    }

    @Test
    void a_key_ends_when_it_is_told_to() throws SQLException {
        var token = signedIn("An", "editor");
        with(token, Map.of("name", "Past", "expiresAt", "2020-01-01T00:00:00Z")).post(KEYS).then().statusCode(422);
        var key = create(token, Map.of("name", "Short", "expiresAt", "2100-01-01T00:00:00Z"));
        with(key.getString("key")).get(ADMIN + "/articles").then().statusCode(200);
        execute("update api_key set expires_at = now() - interval '1 second' where name = 'Short'");
        with(key.getString("key")).get(ADMIN + "/articles").then().statusCode(401);
        var other = create(token, Map.of("name", "Revoked"));
        with(token).header("If-Match", "1").delete(KEYS + "/" + other.getString("id")).then().statusCode(204);
        with(other.getString("key")).get(ADMIN + "/articles").then().statusCode(401);
    }

    @Test
    void keys_of_others_are_not_there_but_for_admins() throws SQLException {
        var key = create(signedIn("An", "editor"), Map.of("name", "Hers")).getString("id");
        var stranger = signedIn("Binh", "editor");
        with(stranger).get(KEYS + "/" + key).then().statusCode(404);
        with(stranger).header("If-Match", "*").delete(KEYS + "/" + key).then().statusCode(404);
        with(stranger).header("If-Match", "*").post(KEYS + "/" + key + "/rotate").then().statusCode(404);
        with(stranger).get(KEYS).then().body("items", hasSize(0));
        with(stranger).get(KEYS + "?account=" + account("An", "editor")).then().statusCode(400);
        staff().get(KEYS + "?account=" + account("An", "editor")).then().body("items", hasSize(1));
        staff().get(KEYS + "?account=nobody").then().statusCode(400);
        staff().header("If-Match", "*").delete(KEYS + "/" + key).then().statusCode(204);
    }

    @Test
    void an_admin_makes_keys_for_others_and_keys_of_no_account() throws SQLException {
        sending(Map.of("name", "For An", "account", account("An", "author"))).post(KEYS).then().statusCode(201)
                .body("account", equalTo(account("An", "author").toString()));
        var key = sending(Map.of("name", "CI", "role", "editor")).post(KEYS).then().statusCode(201)
                .body("account", nullValue()).body("role", equalTo("editor")).extract().<String>path("key");
        with(key).get(ADMIN + "/accounts").then().statusCode(403);
        with(key).get(ADMIN + "/articles").then().statusCode(200);
    }

    @Test
    void a_repeated_creation_gets_the_first_answer_without_the_key() throws SQLException {
        var token = signedIn("An", "editor");
        var first = with(token, Map.of("name", "Once")).header("Idempotency-Key", "k1").post(KEYS).jsonPath();
        with(token, Map.of("name", "Once")).header("Idempotency-Key", "k1").post(KEYS).then().statusCode(201)
                .header("Idempotent-Replayed", "true").body("id", equalTo(first.getString("id")))
                .body("key", nullValue());
        assertEquals(0, query("select count(*) from idempotent_answer where body::text like '%"
                + first.getString("key") + "%'"));
        // Another caller's key of the same name is another request.
        with(signedIn("Binh", "editor"), Map.of("name", "Once")).header("Idempotency-Key", "k1").post(KEYS).then()
                .statusCode(201).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void nothing_tells_a_wrong_key_from_one_that_ended() throws SQLException {
        var token = signedIn("An", "editor");
        var key = create(token, Map.of("name", "Gone"));
        with(token).header("If-Match", "*").delete(KEYS + "/" + key.getString("id"));
        var ended = with(key.getString("key")).get(ADMIN + "/articles").then().statusCode(401).extract().jsonPath();
        var wrong = given().header("Authorization", "Bearer byline_" + "A".repeat(43)).get(ADMIN + "/articles").then()
                .statusCode(401).extract().jsonPath();
        assertEquals(wrong.getString("detail"), ended.getString("detail"));
    }

    private static JsonPath create(String token, Map<String, ?> input) {
        return with(token, input).post(KEYS).then().statusCode(201).body("key", startsWith("byline_")).extract()
                .jsonPath();
    }
}
