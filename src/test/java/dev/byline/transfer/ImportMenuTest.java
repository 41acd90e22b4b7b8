package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests menus in exports and imports. */
@QuarkusTest
class ImportMenuTest extends ImportTestBase {
    private static final String ARTICLE = "{\"externalId\":\"42\",\"state\":\"live\",\"article\":{\"title\":\"A tram\","
            + "\"publishedAt\":\"2020-01-01T00:00:00Z\",\"body\":{\"format\":\"markdown\",\"source\":\"x\"}}}\n";

    private static String menu(String items) {
        return "{\"externalId\":\"m\",\"menu\":{\"name\":\"main\",\"items\":[" + items + "]}}\n";
    }

    private static List<String> labels() {
        return get(API + "/menus/main").then().statusCode(200).extract().jsonPath().getList("items.label");
    }

    /** Makes a menu with each kind of item; one of its categories is merged into another one afterwards. */
    private static void createSite() {
        category("Machines");
        var old = category("Motors").getString("id");
        author("Linh");
        publish(draft(Map.of("title", "A tram", "tags", List.of("Trams"), "body", markdown("x"))).getString("id"));
        publish(draft(Map.of("kind", "page", "title", "About us", "body", markdown("x"))).getString("id"));
        draft(Map.of("title", "Not yet", "body", markdown("x")));
        sending(Map.of("name", "main", "items", List.of(
                Map.of("category", "motors", "children", List.of(Map.of("article", "a-tram"), Map.of("tag", "trams"))),
                Map.of("article", "about-us"), Map.of("article", "not-yet"),
                Map.of("author", "linh", "labels", Map.of("vi", "\"Linh\"\\Trần")),
                Map.of("label", "Shop", "url", "https://shop.example/?a=b"),
                Map.of("label", "More", "children", List.of(Map.of("label", "Search", "url", "/search"))))))
                .post(ADMIN + "/menus").then().statusCode(201);
        sending(Map.of("name", "foot", "items", List.of())).post(ADMIN + "/menus").then().statusCode(201);
        sending(Map.of("into", "machines")).header("If-Match", "*").post(ADMIN + "/categories/"
                + old + "/merge").then().statusCode(200);
    }

    @Test
    void menus_and_the_appearance_of_the_site_move_with_their_targets() throws Exception {
        createSite();
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"description\": \"Trams\", \"logo\": {\"url\": "
                + "\"https://x.example/l.png\", \"alt\": \"L\"}, \"icon\": \"https://x.example/i.png\", \"social\": "
                + "[{\"label\": \"Mastodon\", \"url\": \"https://m.example/@x\"}]}").then().statusCode(200);
        var menu = get(API + "/menus/main?locale=vi").asString();
        var site = get(API + "/site").asString();
        var export = export("");
        resetDatabase();
        var job = importFile(export, "ids=keep");
        assertEquals(0, job.getInt("outcomes.failed") + job.getInt("noted"), report(job));
        assertEquals(export, export(""));
        assertEquals(menu, get(API + "/menus/main?locale=vi").asString());
        assertEquals(site, get(API + "/site").asString());
        get(API + "/articles/about-us").then().body("kind", equalTo("page"));
        var again = importFile(export, "ids=keep");
        assertEquals(again.getInt("items"), again.getInt("outcomes.unchanged"), report(again));

        resetDatabase();
        assertEquals(0, importFile(export, "dryRun=true").getInt("outcomes.failed"));
        job = importFile(export, "");
        assertEquals(0, job.getInt("outcomes.failed") + job.getInt("noted"), report(job));
        get(API + "/menus/main").then()
                .body("items.label", equalTo(List.of("Machines", "About us", "Linh", "Shop", "More")))
                .body("items[0].children.label", equalTo(List.of("A tram", "Trams")))
                .body("items[1].kind", equalTo("page"));
        assertEquals(0, importFile(export, "").getInt("outcomes.created"));
        assertFalse(export("?types=article").contains("\"menu\""));
        assertEquals(3, export("?types=menu").lines().count());
    }

    @Test
    void a_menu_waits_for_its_targets_and_leaves_out_those_that_do_not_come() {
        var file = menu(
                "{\"article\":\"42\"},{\"category\":\"gone\",\"children\":[{\"label\":\"Below\",\"url\":\"/b\"}]},"
                        + "{\"label\":\"Head\",\"children\":[{\"tag\":\"lost\"}]},{\"label\":\"Shop\",\"url\":\"/shop\"}")
                + ARTICLE;
        for (var options : List.of("dryRun=true", "")) {
            var job = importFile(file, options);
            assertEquals(2, job.getInt("outcomes.created"), report(job));
            assertEquals(1, job.getInt("noted"), report(job));
            assertTrue(report(job).contains("links to 'gone', 'lost', which does not exist here; the link is left out"),
                    report(job));
            assertTrue(report(job).contains("\"externalId\":\"m\",\"title\":\"main\""), report(job));
            assertFalse(report(job).contains("\"menu\""), "Clients of the first release do not know this type");
        }
        assertEquals(List.of("A tram", "Shop"), labels());
        assertEquals(2, importFile(file, "").getInt("outcomes.unchanged"));
        var changed = importFile(file.replace("Shop", "Store"), "");
        assertEquals(1, changed.getInt("outcomes.updated"), report(changed));
        assertEquals(List.of("A tram", "Store"), labels());
    }

    @Test
    void with_its_ids_a_menu_may_come_before_its_targets() throws Exception {
        createSite();
        var menus = export("?types=menu");
        var others = export("?types=author,category,tag,article");
        resetDatabase();
        var job = importFile(menus, "ids=keep");
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        assertEquals(1, job.getInt("noted"), report(job));
        assertTrue(report(job).contains("readers get the link when it does"), report(job));
        assertEquals(List.of("Shop", "More"), labels());
        staff().get(ADMIN + "/menus/main").then().body("hidden.reason[0]", equalTo("deleted"));
        assertEquals(menus, export("?types=menu"));
        importFile(others, "ids=keep");
        assertEquals(List.of("Machines", "About us", "Linh", "Shop", "More"), labels());
    }

    @Test
    void a_menu_that_exists_stays_and_one_with_faults_fails() {
        sending(Map.of("name", "main", "items", List.of(Map.of("label", "Mine", "url", "/mine"))))
                .post(ADMIN + "/menus")
                .then().statusCode(201);
        var job = importFile(menu("{\"label\":\"Theirs\",\"url\":\"/theirs\"}"), "");
        assertEquals(1, job.getInt("outcomes.unchanged"), report(job));
        assertTrue(report(job).contains("existed before the import and is left unchanged"), report(job));
        assertEquals(List.of("Mine"), labels());
        var broken = importFile(menu("{\"label\":\"x\",\"url\":\"javascript:alert(1)\"}").replace("main", "foot")
                .replace("\"m\"", "\"f\""), "");
        assertEquals(1, broken.getInt("outcomes.failed"), report(broken));
        get(API + "/menus/foot").then().statusCode(404);
    }
}
