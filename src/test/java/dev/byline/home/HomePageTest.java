package dev.byline.home;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the entrances: the page at the root and the index of the API. */
@QuarkusTest
class HomePageTest extends ServiceTest {
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");
    private static final Pattern DEEP_LINK = Pattern
            .compile("urls\\.primaryName=([A-Za-z]+)#/([^/\"]+)/([A-Za-z]+)\"");

    @Test
    void the_page_says_what_this_is_and_all_its_links_work() {
        patch("site", "*", "{\"title\": \"Tin <tức>\"}").then().statusCode(200);
        var page = get("/").then().statusCode(200).contentType("text/html; charset=UTF-8")
                .body(containsString("<h1 lang=\"en\">Tin &lt;tức&gt;</h1>"))
                .body(not(containsString("<script"))).body(containsString("Sign in")).extract().asString();
        var links = LINK.matcher(page).results().map(found -> found.group(1).replaceAll("[?#].*", ""))
                .collect(TreeSet<String>::new, Set::add, Set::addAll);
        assertTrue(links.containsAll(Set.of("/q/swagger-ui/", "/q/openapi", "/q/health", API)), links::toString);
        links.forEach(link -> get(link).then().statusCode(200));
        assertEquals(get("/read/").statusCode() == 200, links.contains("/read/"));
    }

    @Test
    void the_first_steps_are_there_until_the_first_article() {
        var page = get("/").then().body(containsString("First steps")).extract().asString();
        var deepLinks = DEEP_LINK.matcher(page).results().toList();
        assertEquals(5, deepLinks.size());
        for (var link : deepLinks) {
            Map<String, Map<String, Map<String, Object>>> paths = get(
                    "/q/openapi/" + link.group(1).toLowerCase()).jsonPath().getMap("paths");
            var tag = URLDecoder.decode(link.group(2), StandardCharsets.UTF_8);
            assertTrue(paths.values().stream().flatMap(item -> item.values().stream())
                    .anyMatch(operation -> link.group(3).equals(operation.get("operationId"))
                            && List.of(tag).equals(operation.get("tags"))),
                    link.group());
        }
        draft("First");
        get("/").then().statusCode(200).body(not(containsString("First steps")));
        assertEquals(1, statements(() -> get("/").then().statusCode(200)));
    }

    @Test
    void the_page_allows_no_more_than_its_own_style() {
        var policy = get("/").then().header("Cache-Control", "no-cache").header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex").header("X-Content-Type-Options", "nosniff").extract()
                .header("Content-Security-Policy");
        assertTrue(policy
                .matches("default-src 'none'; style-src 'nonce-[A-Za-z0-9+/=]+'; img-src 'self'; form-action 'none'; "
                        + "frame-ancestors 'none'; base-uri 'none'"),
                policy);
        var page = get("/");
        var nonce = page.header("Content-Security-Policy").replaceAll(".*'nonce-([^']+)'.*", "$1");
        page.then().body(containsString("<style nonce=\"" + nonce + "\">"));
    }

    @Test
    void the_page_is_there_for_every_client() {
        for (var accept : List.of("text/html", "application/json", "*/*", "image/png")) {
            given().accept(accept).get("/?utm_source=x").then().statusCode(200)
                    .contentType(startsWith("text/html"));
        }
        given().head("/").then().statusCode(200);
        get("/favicon.svg").then().statusCode(200).contentType("image/svg+xml");
        given().post("/").then().statusCode(405).header("Allow", containsString("GET"));
    }

    @Test
    void the_index_of_the_api_leads_everywhere() {
        var index = get(API).then().statusCode(200).contentType("application/json").header("ETag", notNullValue())
                .header("Cache-Control", containsString("max-age")).header("Access-Control-Allow-Origin", "*")
                .body("title", equalTo("Byline")).extract().jsonPath();
        Map<String, String> links = index.getMap("links");
        assertTrue(links.keySet().containsAll(Set.of("site", "articles", "categories", "tags", "authors", "search",
                "feed", "siteMap", "signIn", "admin", "contract", "swaggerUi", "health")), links::toString);
        links.forEach((name, path) -> {
            var status = get(path + (name.equals("search") ? "?q=x" : "")).statusCode();
            // Both are for those who have signed in.
            assertEquals(Set.of("admin", "signIn").contains(name) ? 401 : 200, status, path);
        });
        patch("site", "*", "{\"title\": \"Another\"}").then().statusCode(200);
        get(API).then().body("title", equalTo("Another"));
        get(API + "?page=2").then().statusCode(400);
    }
}
