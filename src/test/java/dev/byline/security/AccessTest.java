package dev.byline.security;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.anyOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;

/** Who may do what, over every operation of the contract. */
@QuarkusTest
class AccessTest extends ServiceTest {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "patch", "delete");
    /** What an editor may not do; everything else at the staff door an editor may. */
    private static final Set<String> ADMINS_ONLY = Set.of("patchSite", "createImport", "listImports", "getImport",
            "cancelImport", "listImportItems", "downloadImportReport", "createExport");

    @Test
    void the_staff_door_is_closed_without_a_key_and_opens_by_role() {
        Map<String, Map<String, Map<String, Object>>> paths = get("/q/openapi?format=json").jsonPath().getMap("paths");
        int operations = 0;
        for (var path : paths.entrySet()) {
            for (var operation : path.getValue().entrySet()) {
                if (!VERBS.contains(operation.getKey())) {
                    continue;
                }
                operations++;
                var method = Method.valueOf(operation.getKey().toUpperCase(Locale.ROOT));
                var url = path.getKey().replaceAll("\\{[^}]+}", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69");
                if (!url.startsWith(ADMIN)) {
                    given().request(method, url).then().statusCode(not(anyOf(equalTo(401), equalTo(403))));
                    continue;
                }
                for (var header : new String[]{ "Bearer wrong", "Bearer ", "Basic eDp5", "bearer",
                        "Bearer " + "x".repeat(4000) }) {
                    given().header("Authorization", header).request(method, url).then().statusCode(401)
                            .contentType("application/problem+json")
                            .header("WWW-Authenticate", equalTo("Bearer realm=\"byline\""))
                            .header("Cache-Control", "private, no-store");
                }
                given().request(method, url).then().statusCode(401).body("type",
                        equalTo("urn:byline:problem:unauthenticated"));
                var editor = given().header("Authorization", "Bearer " + editorKey).request(method, url).then();
                if (ADMINS_ONLY.contains(operation.getValue().get("operationId"))) {
                    editor.statusCode(403).contentType("application/problem+json").body("type",
                            equalTo("urn:byline:problem:forbidden"));
                } else {
                    editor.statusCode(not(anyOf(equalTo(401), equalTo(403))));
                }
                staff().request(method, url).then().statusCode(not(anyOf(equalTo(401), equalTo(403))));
            }
        }
        assertEquals(true, operations > 45, "walked " + operations);
    }

    @Test
    void the_door_is_closed_also_where_nothing_is_behind_it() {
        for (var path : new String[]{ "/api/v1/admin", "/api/v1/admin/", "/api/v1/admin/nothing",
                "/api/v1//admin/articles",
                "/api/v1/admin/articles/", "/api/v1/./admin/articles", "/api/v1/%61dmin/articles",
                "/api/v1/admin;x=1/articles" }) {
            given().urlEncodingEnabled(false).get(path).then()
                    .statusCode(anyOf(equalTo(400), equalTo(401), equalTo(404)));
        }
        staff().get(ADMIN + "/nothing").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void a_replaced_key_opens_nothing_any_more() throws Exception {
        var old = editorKey;
        given().header("Authorization", "Bearer " + old).get(ADMIN + "/articles").then().statusCode(200);
        try (var connection = database.getConnection()) {
            editorKey = ApiKeys.replace(connection, "editor");
        }
        given().header("Authorization", "Bearer " + old).get(ADMIN + "/articles").then().statusCode(401);
        given().header("Authorization", "bearer " + editorKey).get(ADMIN + "/articles").then().statusCode(200);
        assertEquals(1, query("select count(*) from api_key where role = 'editor'"));
    }

    @Test
    void no_key_is_stored_as_it_is() throws Exception {
        assertEquals(0, query("select count(*) from api_key where position(convert_to('" + editorKey
                + "', 'UTF8') in hash) > 0 or name = '" + editorKey + "'"));
    }
}
