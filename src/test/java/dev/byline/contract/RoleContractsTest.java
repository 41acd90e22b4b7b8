package dev.byline.contract;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the parts of the contract by role: together they are the contract, and each is complete. */
@QuarkusTest
class RoleContractsTest extends ServiceTest {
    private static final List<String> AUDIENCES = List.of("readers", "editors", "administrators");
    private static final Pattern REFERENCE = Pattern.compile("\"#/([^\"]+)\"");
    private static final Set<String> SIGN_IN = Set.of("signIn", "signOut", "refreshSession", "listSessions",
            "closeSession", "sendStaffPasswordLink", "resetStaffPassword");

    @Test
    void the_parts_together_are_the_contract() {
        var together = new TreeSet<String>();
        AUDIENCES.forEach(audience -> together.addAll(operations(part(audience))));
        assertEquals(operations(get("/q/openapi?format=json").jsonPath()), together);
    }

    @Test
    void each_part_has_what_its_readers_may_do() {
        var readers = operations(part("readers"));
        assertTrue(readers.containsAll(Set.of("listArticles", "postComment", "subscribe", "search")));
        assertTrue(part("readers").getMap("paths").keySet().stream()
                .noneMatch(path -> path.toString().startsWith(ADMIN)));
        var editors = operations(part("editors"));
        assertTrue(editors.containsAll(Set.of("createArticle", "approveComment", "setViews", "getSiteForStaff",
                "getOwnAccount")), editors::toString);
        for (var forbidden : List.of("patchSite", "createAccount", "listMailbox", "listAuditEntries", "createImport",
                "eraseCommenter", "listArticles")) {
            assertTrue(!editors.contains(forbidden), forbidden);
        }
        var administrators = operations(part("administrators"));
        assertTrue(administrators.containsAll(Set.of("patchSite", "getSiteForStaff", "createAccount", "listMailbox",
                "listAuditEntries", "createImport")), administrators::toString);
        assertTrue(!administrators.contains("createArticle") && !administrators.contains("listArticles"));
        AUDIENCES.forEach(audience -> assertTrue(operations(part(audience)).containsAll(SIGN_IN), audience));
    }

    @Test
    void each_part_has_the_schemas_and_topics_that_it_uses_and_no_others() {
        var all = get("/q/openapi?format=json").jsonPath();
        for (var audience : AUDIENCES) {
            var text = get("/q/openapi/" + audience).asString();
            var part = JsonPath.from(text);
            var references = REFERENCE.matcher(text).results().map(found -> found.group(1))
                    .collect(TreeSet<String>::new, Set::add, Set::addAll);
            references.forEach(reference -> assertNotNull(resolve(part.getMap("$"), reference),
                    audience + ": " + reference));
            Map<String, ?> schemas = part.getMap("components.schemas");
            assertTrue(schemas.size() < all.getMap("components.schemas").size(), audience);
            assertTrue(schemas.keySet().stream().allMatch(name -> references.contains("components/schemas/" + name)),
                    audience);
            assertEquals(Set.of("key", "signIn"), part.getMap("components.securitySchemes").keySet());
            var used = new TreeSet<String>();
            Map<String, Map<String, Map<String, List<String>>>> paths = part.getMap("paths");
            paths.values().forEach(item -> item.values().forEach(operation -> used.addAll(operation.get("tags"))));
            List<String> declared = part.getList("tags.name");
            assertEquals(used, new TreeSet<>(declared), audience);
            assertEquals(all.getList("tags.name").stream().filter(declared::contains).toList(), declared, audience);
        }
    }

    @Test
    void a_part_is_revalidated() {
        var tag = get("/q/openapi/editors").then().statusCode(200).contentType("application/json")
                .header("Cache-Control", "no-cache").header("ETag", notNullValue()).extract().header("ETag");
        given().header("If-None-Match", tag).get("/q/openapi/editors").then().statusCode(304);
        get("/q/openapi/strangers").then().statusCode(404);
    }

    @Test
    void swagger_ui_offers_the_parts_and_the_contract() {
        var page = get("/q/swagger-ui/index.html").asString();
        Map.of("Readers", "/q/openapi/readers", "Editors", "/q/openapi/editors", "Administrators",
                "/q/openapi/administrators", "All", "/q/openapi").forEach(
                        (name, url) -> assertTrue(page.contains("{url: \"" + url + "\", name: \"" + name + "\"}"),
                                page));
        assertTrue(page.contains("docExpansion: 'none'") && page.contains("filter: true"), page);
    }

    private static JsonPath part(String audience) {
        return get("/q/openapi/" + audience).then().statusCode(200).extract().jsonPath();
    }

    private static Object resolve(Map<?, ?> contract, String reference) {
        Object found = contract;
        for (var step : reference.split("/")) {
            found = ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    private static Set<String> operations(JsonPath contract) {
        Map<String, Map<String, Map<String, Object>>> paths = contract.getMap("paths");
        var ids = new TreeSet<String>();
        paths.values().forEach(item -> item.values().forEach(operation -> ids.add((String) operation
                .get("operationId"))));
        return ids;
    }
}
