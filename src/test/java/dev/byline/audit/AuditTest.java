package dev.byline.audit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the audit log: its entries, its filters, its export, and that no entry can be changed. */
@QuarkusTest
class AuditTest extends ServiceTest {
    private static final String LOG = ADMIN + "/audit-log";

    @Test
    void a_change_says_who_made_it_and_from_what_to_what() throws SQLException {
        var admin = signedIn("Root", "admin");
        var request = with(admin).header("If-Match", "*").contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"role\": \"editor\"}").patch(ADMIN + "/accounts/" + account("An", "author")).then()
                .statusCode(200).extract().header("Request-Id");
        staff().get(LOG + "?entity=account").then().statusCode(200).body("items", hasSize(1))
                .body("items[0].actor", equalTo("Root")).body("items[0].account",
                        equalTo(account("Root", "admin").toString()))
                .body("items[0].key", nullValue()).body("items[0].node", notNullValue())
                .body("items[0].action", equalTo("account.change")).body("items[0].requestId", equalTo(request))
                .body("items[0].changes", equalTo(List.of(Map.of("field", "role", "from", "author", "to", "editor"))));
        patch("site", "*", "{\"title\": \"Our blog\"}");
        staff().get(LOG + "?action=site.change").then().body("items[0].changes[0].to", equalTo("Our blog"))
                .body("items[0].key", notNullValue());
        var article = published("Seen").getString("id");
        staff().get(LOG + "?action=article.publish").then().body("items[0].entityId", equalTo(article))
                .body("items[0].changes[0].from", equalTo("never_published"))
                .body("items[0].changes[0].to", equalTo("live"));
    }

    @Test
    void each_filter_narrows_and_a_cursor_walks_all() {
        for (int i = 0; i < 7; i++) {
            author("Author " + i);
        }
        var tag = sending(Map.of("name", "xAI")).post(ADMIN + "/tags").jsonPath().getString("id");
        staff().get(LOG + "?entityId=" + tag).then().body("items.action", equalTo(List.of("tag.create")));
        staff().get(LOG + "?actor=environment&entity=author&count=exact").then().body("page.total", equalTo(7))
                .body("items.actor", everyItem(equalTo("environment")));
        staff().get(LOG + "?actor=nobody").then().body("items", hasSize(0));
        staff().get(LOG + "?from=2100-01-01T00:00:00Z").then().body("items", hasSize(0));
        staff().get(LOG + "?to=2100-01-01T00:00:00Z&entity=author").then().body("items", hasSize(7));
        staff().get(LOG + "?from=yesterday").then().statusCode(400);
        staff().get(LOG + "?account=nobody").then().statusCode(400);
        staff().get(LOG + "?who=me").then().statusCode(400);
        var seen = new ArrayList<Integer>();
        String cursor = null;
        do {
            var page = staff().get(LOG + "?entity=author&size=3" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then().statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.id"));
            cursor = page.getString("page.next");
        } while (cursor != null);
        assertEquals(7, seen.stream().distinct().count());
        assertEquals(seen.stream().sorted((a, b) -> b - a).toList(), seen);
    }

    @Test
    void an_export_has_every_line_also_of_a_log_longer_than_its_parts() throws SQLException {
        execute("insert into audit_entry (at, actor, action, entity, entity_id) select now() - n * interval"
                + " '1 millisecond', 'x', 'thing.do', 'thing', n::text from generate_series(1, 1700) n");
        var body = staff().get(LOG + "/export?entity=thing").then().statusCode(200)
                .contentType("application/x-ndjson").extract().asString();
        var lines = body.lines().toList();
        assertEquals(1700, lines.size());
        var ids = JsonPath.from("[" + String.join(",", lines) + "]").<String>getList("entityId");
        assertEquals(1700, ids.size());
        assertEquals(1700, ids.stream().distinct().count());
        assertEquals("1", ids.get(0));
    }

    @Test
    void an_entry_names_the_account_and_the_entity_beside_their_ids() throws SQLException {
        var admin = signedIn("Root", "admin");
        var article = published("Named").getString("id");
        with(admin, Map.of("name", "Chips")).post(ADMIN + "/categories").then().statusCode(201);
        with(admin, Map.of("name", "Script")).post(ADMIN + "/api-keys").then().statusCode(201);
        var comment = given().contentType("application/json")
                .body(Map.of("body", "x", "author", Map.of("name", "Mai"))).post(API + "/articles/named/comments")
                .then().statusCode(202).extract().<String>path("id");
        verb("comments/" + comment + "/approve").then().statusCode(200);
        patch("site", "*", "{\"title\": \"Our blog\"}").then().statusCode(200);
        for (var named : Map.of("article", "Named", "category&actor=Root", "Chips", "api_key&actor=Root", "Script",
                "comment", "Named", "site", "Our blog").entrySet()) {
            staff().get(LOG + "?entity=" + named.getKey()).then().statusCode(200)
                    .body("items[0].entityName", equalTo(named.getValue()));
        }
        staff().get(LOG + "?entity=category&actor=Root").then().body("items[0].accountName", equalTo("Root"));
        staff().get(LOG + "?entity=site").then().body("items[0].accountName", nullValue());
        assertTrue(staff().get(LOG + "/export?entity=comment").asString().contains("\"entityName\":\"Named\""));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + article).then().statusCode(204);
        verb("articles/" + article + "/purge").then().statusCode(204);
        staff().get(LOG + "?action=article.purge").then().body("items[0].entityName", equalTo("Named"));
        staff().get(LOG + "?action=article.publish").then().body("items[0].entityName", nullValue());
    }

    @Test
    void names_cost_no_statement_for_each_entry() {
        author("First");
        staff().get(LOG);
        long one = statementsOfMisses(() -> staff().get(LOG + "?entity=author").then().body("items", hasSize(1)));
        for (int i = 0; i < 9; i++) {
            author("Author " + i);
        }
        assertEquals(one, statementsOfMisses(() -> staff().get(LOG + "?entity=author").then().body("items", hasSize(10))
                .body("items[0].entityName", equalTo("Author 8"))));
    }

    @Test
    void nobody_rewrites_it() {
        author("Linh");
        for (var attempt : new String[]{ "update audit_entry set actor = 'another'", "delete from audit_entry" }) {
            var refused = assertThrows(SQLException.class, () -> execute(attempt));
            assertTrue(refused.getMessage().contains("only appended to"), refused.getMessage());
        }
    }
}
